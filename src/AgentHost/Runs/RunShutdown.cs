using Microsoft.Extensions.Options;

namespace AgentHost.Runs;

/// <summary>
/// The end of the host: no new runs, a moment for those that go on, then a clear end for each.
/// It comes before the web server stops, so that clients still get that end.
/// </summary>
internal sealed partial class RunShutdown(
    RunRegistry registry,
    IOptions<RunOptions> options,
    IOptions<HostOptions> host,
    TimeProvider time,
    ILogger<RunShutdown> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    // After being told to stop, runs only have to write their last frames.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    // What the web server needs after the last run has ended.
    private static readonly TimeSpan ConnectionsClose = TimeSpan.FromSeconds(8);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // The host's own limit for all of its shutdown must leave room for the grace.
        host.Value.ShutdownTimeout = options.Value.ShutdownGrace + LastWords + ConnectionsClose;
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        registry.Close();
        if (await WaitForRunsAsync(options.Value.ShutdownGrace, cancellationToken)) return;
        LogStopping(registry.ActiveCount);
        registry.StopAll(StopReason.Shutdown);
        await WaitForRunsAsync(LastWords, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> WaitForRunsAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (registry.ActiveCount > 0)
        {
            if (time.GetElapsedTime(start) >= limit || cancellationToken.IsCancellationRequested) return false;
            await Task.Delay(Poll, time, CancellationToken.None);
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Shutdown: stopping {Count} runs that have not finished in time")]
    private partial void LogStopping(int count);
}
