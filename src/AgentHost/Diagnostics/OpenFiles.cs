using System.Globalization;

namespace AgentHost.Diagnostics;

/// <summary>
/// The limit of open files, as the system gave it to this process. A web server that runs out of
/// them can abort the process; connections past this limit are closed instead.
/// </summary>
internal static class OpenFiles
{
    // A client's connection and, at its worst, one to a provider for it.
    private const long FilesPerConnection = 2;

    // Assemblies, logs, the database, sockets that listen.
    private const long Reserved = 200;

    private const string Limits = "/proc/self/limits";

    /// <summary>How many client connections fit below the limit; null where the system names none (it does on Linux).</summary>
    public static long? MaxConnections { get; } = File.Exists(Limits) ? FitBelow(File.ReadAllLines(Limits)) : null;

    /// <summary>Reads the soft limit out of the lines of <c>/proc/self/limits</c>, proc(5).</summary>
    public static long? FitBelow(IEnumerable<string> limits)
    {
        const string Name = "Max open files";
        var line = limits.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        var soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? Math.Max(1, (files - Reserved) / FilesPerConnection)
            : null;
    }
}
