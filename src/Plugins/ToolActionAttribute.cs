namespace AgentHost.Plugins;

/// <summary>What a call of a tool does, in words for the user, such as <c>Searching the web for "{query}"</c>.</summary>
/// <param name="text">The words; <c>{name}</c> stands for the call's argument of that name.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolActionAttribute(string text) : Attribute
{
    /// <summary>The words with their placeholders.</summary>
    public string Text { get; } = text;
}
