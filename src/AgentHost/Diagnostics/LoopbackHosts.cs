namespace AgentHost.Diagnostics;

/// <summary>The names that always mean this machine.</summary>
internal static class LoopbackHosts
{
    public static IReadOnlyList<string> Names { get; } = ["localhost", "127.0.0.1", "[::1]"];

    public static bool Contains(string host) => Names.Contains(host, StringComparer.OrdinalIgnoreCase);
}
