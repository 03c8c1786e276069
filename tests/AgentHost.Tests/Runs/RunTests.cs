using AgentHost.Runs;
using AgentHost.Testing.Time;

namespace AgentHost.Tests.Runs;

/// <summary>When a run ends early, and why.</summary>
public sealed class RunTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();

    [Fact]
    public void A_run_without_a_reader_is_given_up_after_its_grace_and_not_before()
    {
        using var run = Start();
        run.ReaderCame();
        _time.Advance(Grace * 10);

        run.ReaderLeft();
        _time.Advance(Grace - TimeSpan.FromTicks(1));
        Assert.Equal(StopReason.None, run.StopReason);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(StopReason.Abandoned, run.StopReason);
        Assert.True(run.Cancellation.IsCancellationRequested);
    }

    [Fact]
    public void A_reader_that_leaves_again_gets_the_whole_grace_again()
    {
        using var run = Start();
        run.ReaderCame();
        run.ReaderLeft();
        _time.Advance(Grace / 2);
        run.ReaderCame();
        run.ReaderLeft();

        _time.Advance(Grace * 0.75);

        Assert.Equal(StopReason.None, run.StopReason);
    }

    [Fact]
    public void One_reader_of_two_is_enough()
    {
        using var run = Start();
        run.ReaderCame();
        run.ReaderCame();
        run.ReaderLeft();

        _time.Advance(Grace * 2);

        Assert.Equal(StopReason.None, run.StopReason);
    }

    [Fact]
    public void A_run_that_is_never_given_up_waits_for_nobody()
    {
        using var run = Start(isGivenUp: false);
        run.ReaderCame();
        run.ReaderLeft();

        _time.Advance(Grace * 2);

        Assert.Equal(StopReason.None, run.StopReason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_that_has_finished_is_not_given_up(bool readerLeavesFirst)
    {
        using var run = Start();
        run.ReaderCame();
        Action[] steps = [run.ReaderLeft, run.Finish];
        foreach (var step in readerLeavesFirst ? steps : steps.Reverse()) step();

        _time.Advance(Grace * 2);

        Assert.Equal(StopReason.None, run.StopReason);
    }

    [Fact]
    public void The_first_reason_counts()
    {
        using var run = Start();

        run.Stop(StopReason.Requested);
        run.Stop(StopReason.Shutdown);

        Assert.Equal(StopReason.Requested, run.StopReason);
    }

    [Fact]
    public void A_run_has_a_time_limit()
    {
        using var run = Start();

        _time.Advance(new RunOptions().TimeLimit);

        Assert.Equal(StopReason.TimeLimit, run.StopReason);
        Assert.True(run.Cancellation.IsCancellationRequested);
    }

    private Run Start(bool isGivenUp = true) => new("run", "token", Requests.Of(isGivenUp ? Grace : null), new RunOptions(), _time);
}
