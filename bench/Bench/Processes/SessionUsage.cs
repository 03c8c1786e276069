using System.Globalization;

namespace AgentHost.Bench.Processes;

/// <summary>Memory and processor time of all processes of one session, from /proc (see proc(5)).</summary>
internal sealed class SessionUsage(int session)
{
    /// <summary>USER_HZ, which Linux fixes at 100 for what /proc shows.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Whether the session's first process runs; asked by its id, since it joins its session a moment after its start.</summary>
    public bool IsAlive => Fields(FormattableString.Invariant($"/proc/{session}")) is { } fields && fields[0] != "Z";

    /// <summary>Sum of VmRSS, in MiB; pages that two processes share count twice.</summary>
    public double ResidentMiB() => Members().Sum(process => ResidentKiB(process.Folder)) / 1024.0;

    public TimeSpan ProcessorTime() => TimeSpan.FromSeconds(Members().Sum(process => process.Ticks) / TicksPerSecond);

    private static long ResidentKiB(string folder)
    {
        try
        {
            var line = File.ReadLines(folder + "/status").FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan("VmRSS:".Length).Trim("\t kB"), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // ended since it was listed
        }
    }

    private IEnumerable<(string Folder, long Ticks)> Members()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                continue;
            if (Fields(folder) is { } fields && fields[0] != "Z" && int.Parse(fields[3], CultureInfo.InvariantCulture) == session)
                yield return (folder, long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The fields of <c>stat</c> from "state" (field 3) on; null when the process has ended.</summary>
    private static string[]? Fields(string folder)
    {
        try
        {
            // The name in parentheses may hold blanks, so fields are counted from behind it.
            var stat = File.ReadAllText(folder + "/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
