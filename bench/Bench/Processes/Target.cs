using System.Diagnostics;
using AgentHost.Bench.Driver;

namespace AgentHost.Bench.Processes;

/// <summary>Something that serves streams: how to start it and how to ask it.</summary>
internal sealed record Target(string Name, TargetEndpoint Endpoint, Func<Command>? Start);

/// <summary>A started target.</summary>
internal sealed class RunningTarget(Target target, GuardedProcess? process, TimeSpan startTime) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    public string Name => target.Name;

    public TargetEndpoint Endpoint => target.Endpoint;

    /// <summary>From the start of the process until its port took connections.</summary>
    public TimeSpan StartTime => startTime;

    /// <summary>Null for the upstream asked directly: it is measured as the common floor only.</summary>
    public SessionUsage? Usage => process?.Usage;

    public static async Task<RunningTarget> StartAsync(Target target, CancellationToken cancellationToken)
    {
        if (target.Start is null)
            return new RunningTarget(target, process: null, TimeSpan.Zero);
        var start = Stopwatch.GetTimestamp();
        var process = await GuardedProcess.StartAsync(target.Name, target.Start(), cancellationToken);
        try
        {
            await process.ListensAsync(target.Endpoint.Port, StartLimit, cancellationToken);
            return new RunningTarget(target, process, Stopwatch.GetElapsedTime(start));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public string LogTail() => process?.LogTail() ?? "";

    public ValueTask DisposeAsync() => process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
