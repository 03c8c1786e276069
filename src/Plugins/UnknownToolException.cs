namespace AgentHost.Plugins;

/// <summary>A name names no tool; the message lists those that exist and may be shown to clients and models.</summary>
/// <param name="name">The name.</param>
/// <param name="known">The tools' names.</param>
public sealed class UnknownToolException(string name, IEnumerable<string> known)
    : Exception($"There is no tool \"{Words.Short(name)}\". The tools are: {string.Join(", ", known)}.");
