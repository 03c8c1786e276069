using AgentHost.Bench.Processes;

namespace AgentHost.Bench.Measuring;

/// <summary>Processor time in milliseconds; the driver and the upstream are on the same cores as the target.</summary>
internal sealed record Clocks(double Target, double Upstream, double Driver)
{
    public static Clocks Read(SessionUsage? target, SessionUsage upstream) => new(
        target?.ProcessorTime().TotalMilliseconds ?? 0,
        upstream.ProcessorTime().TotalMilliseconds,
        Environment.CpuUsage.TotalTime.TotalMilliseconds);

    /// <summary>The time used since, a stream.</summary>
    public Clocks Since(Clocks before, int streams) => new(
        (Target - before.Target) / streams,
        (Upstream - before.Upstream) / streams,
        (Driver - before.Driver) / streams);
}
