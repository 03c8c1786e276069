namespace AgentHost.Diagnostics;

/// <summary>The host cannot start with these settings.</summary>
/// <param name="mistakes">Every mistake found, each with the key or variable that it is in; no secrets.</param>
internal sealed class SettingsException(IReadOnlyList<string> mistakes)
    : Exception("The settings have mistakes: " + string.Join(" ", mistakes))
{
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}
