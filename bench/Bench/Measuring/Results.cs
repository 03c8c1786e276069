namespace AgentHost.Bench.Measuring;

/// <summary>What a fresh process did. Milliseconds; streams per second at the given concurrency.</summary>
internal sealed record Cold(double StartMs, double FirstTextMs, double FirstSecondStreams);

/// <summary>One round of one target.</summary>
internal sealed record Round(double StreamsAt1, double StreamsAtMany, double FirstTextAtManyMs, Clocks CpuMsPerStream);

/// <summary>Everything measured on one target; lists have an entry a round or a repeat.</summary>
internal sealed class TargetResult(string name)
{
    public string Name => name;

    public List<Cold> Cold { get; } = [];

    public List<Round> Rounds { get; } = [];

    /// <summary>First-text times at concurrency 1, in milliseconds, entry i measured next to entry i of every other target.</summary>
    public List<double> FirstTextMs { get; } = [];

    public double RestingMiB { get; set; }

    public double LoadedMiB { get; set; }

    public List<Idle> Idle { get; } = [];
}

/// <summary>Resident memory of a fresh process before and with the silent streams, in MiB.</summary>
internal sealed record Idle(double BeforeMiB, double WithStreamsMiB, int Streams)
{
    public double KiBPerStream => (WithStreamsMiB - BeforeMiB) * 1024 / Streams;
}

/// <summary>A claim that the figures must bear.</summary>
internal sealed record Bar(string Claim, double Measured, double Limit, bool AtLeast)
{
    public bool Met => AtLeast ? Measured >= Limit : Measured <= Limit;
}
