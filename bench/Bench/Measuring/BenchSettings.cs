namespace AgentHost.Bench.Measuring;

internal sealed record BenchSettings(string[] Targets)
{
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(20);

    public int Rounds { get; init; } = 5;

    public TimeSpan Phase { get; init; } = TimeSpan.FromSeconds(5);

    public int Concurrency { get; init; } = 32;

    /// <summary>Text frames that the upstream sends in one write.</summary>
    public int FramesAWrite { get; init; } = 1;

    public int IdleStreams { get; init; } = 1000;

    public int IdleRepeats { get; init; } = 3;

    public static BenchSettings Quick(string[] targets) => new(targets)
    {
        WarmUp = TimeSpan.FromSeconds(3),
        Rounds = 3,
        Phase = TimeSpan.FromSeconds(0.7),
        IdleRepeats = 1,
    };
}
