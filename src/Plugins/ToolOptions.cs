namespace AgentHost.Plugins;

/// <summary>Section <c>Plugins</c>.</summary>
public sealed class ToolOptions
{
    /// <summary>Tools that no run may have, by function or plugin name. Default: none.</summary>
    public IList<string> Disabled { get; } = [];
}
