namespace Microsoft.SemanticKernel.Internal;

/// <summary>A function's name with its plugin's, as it is written in one string.</summary>
internal readonly record struct FunctionName(string Name, string? PluginName)
{
    /// <summary>Between plugin and function in the tools that connectors send.</summary>
    public const string WireSeparator = "-";

    public static string Join(string name, string? pluginName, string separator = WireSeparator) =>
        string.IsNullOrEmpty(pluginName) ? name : pluginName + separator + name;

    public static FunctionName Parse(string text, string separator = WireSeparator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? new(text, PluginName: null) : new(text[(at + separator.Length)..].Trim(), text[..at].Trim());
    }
}
