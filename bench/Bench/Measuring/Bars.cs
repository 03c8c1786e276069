using AgentHost.Bench.Processes;

namespace AgentHost.Bench.Measuring;

/// <summary>The figures that the host is held to, each a median of values measured side by side.</summary>
internal static class Bars
{
    public static IReadOnlyList<Bar> Of(IReadOnlyList<TargetResult> results)
    {
        var host = results.FirstOrDefault(r => r.Name == Targets.Host);
        var floor = results.FirstOrDefault(r => r.Name == Targets.Passthrough);
        var peer = results.FirstOrDefault(r => r.Name == Targets.Baseline);
        var bars = new List<Bar>();
        if (host is null)
            return bars;
        if (peer is not null)
            bars.Add(new("host's streams/s over the baseline's", ThroughputRatio(host, peer), 10, AtLeast: true));
        if (floor is not null)
        {
            bars.Add(new("first text added over the passthrough, ms", AddedMs(host, floor), 1, AtLeast: false));
            if (host.Idle.Count > 0)
                bars.Add(new("memory of silent streams over the passthrough's", IdleRatio(host, floor), 2, AtLeast: false));
        }

        return bars;
    }

    public static double ThroughputRatio(TargetResult over, TargetResult under) =>
        Statistics.Median(over.Rounds.Zip(under.Rounds, (a, b) => a.StreamsAtMany / b.StreamsAtMany));

    public static double AddedMs(TargetResult over, TargetResult under) =>
        Statistics.Median(over.FirstTextMs.Zip(under.FirstTextMs, (a, b) => a - b));

    public static double IdleRatio(TargetResult over, TargetResult under) =>
        Statistics.Median(over.Idle.Zip(under.Idle, (a, b) => a.KiBPerStream / b.KiBPerStream));
}
