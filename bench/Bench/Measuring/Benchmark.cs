using AgentHost.Bench.Driver;
using AgentHost.Bench.Processes;

namespace AgentHost.Bench.Measuring;

/// <summary>One run: cold figures, warm-up, interleaved rounds, silent streams.</summary>
internal sealed class Benchmark(BenchSettings settings, int upstreamPort, SessionUsage upstream, Action<string> say)
{
    private readonly Dictionary<string, TargetResult> _results =
        settings.Targets.ToDictionary(name => name, name => new TargetResult(name), StringComparer.Ordinal);

    public async Task<IReadOnlyList<TargetResult>> RunAsync(CancellationToken cancellationToken)
    {
        var running = new List<RunningTarget>();
        try
        {
            foreach (var name in settings.Targets)
                running.Add(await StartAsync(name, cancellationToken));
            await WarmUpAsync(running, cancellationToken);
            for (var round = 1; round <= settings.Rounds; round++)
                await RoundAsync(running, round, cancellationToken);
            foreach (var target in running)
                _results[target.Name].LoadedMiB = target.Usage?.ResidentMiB() ?? double.NaN;
        }
        catch (StreamBrokenException)
        {
            running.ForEach(target => say($"--- {target.Name}\n{target.LogTail()}"));
            throw;
        }
        finally
        {
            foreach (var target in running)
                await target.DisposeAsync();
        }

        await IdleAsync(cancellationToken);
        return [.. settings.Targets.Select(name => _results[name])];
    }

    private async Task<RunningTarget> StartAsync(string name, CancellationToken cancellationToken)
    {
        say("start " + name);
        var target = await RunningTarget.StartAsync(Targets.Create(name, upstreamPort), cancellationToken);
        try
        {
            _results[name].RestingMiB = target.Usage?.ResidentMiB() ?? double.NaN;
            using (var connection = Connection.Open(target.Endpoint))
            {
                var first = connection.Verify();
                var second = await Load.RunAsync(target.Endpoint, settings.Concurrency, TimeSpan.FromSeconds(1), cancellationToken);
                _results[name].Cold.Add(new Cold(target.StartTime.TotalMilliseconds, first.FirstText.TotalMilliseconds, second.StreamsPerSecond));
            }

            return target;
        }
        catch
        {
            say(target.LogTail());
            await target.DisposeAsync();
            throw;
        }
    }

    private async Task WarmUpAsync(List<RunningTarget> targets, CancellationToken cancellationToken)
    {
        foreach (var target in targets)
        {
            say("warm up " + target.Name);
            await Load.RunAsync(target.Endpoint, settings.Concurrency, settings.WarmUp * 0.75, cancellationToken);
            await Load.RunAsync(target.Endpoint, 1, settings.WarmUp * 0.25, cancellationToken);
        }
    }

    private async Task RoundAsync(List<RunningTarget> targets, int round, CancellationToken cancellationToken)
    {
        say(FormattableString.Invariant($"round {round} of {settings.Rounds}"));
        foreach (var target in targets)
        {
            var alone = await Load.RunAsync(target.Endpoint, 1, settings.Phase, cancellationToken);
            var before = Clocks.Read(target.Usage, upstream);
            var many = await Load.RunAsync(target.Endpoint, settings.Concurrency, settings.Phase, cancellationToken);
            var cpu = Clocks.Read(target.Usage, upstream).Since(before, many.FirstText.Length);
            _results[target.Name].Rounds.Add(
                new Round(alone.StreamsPerSecond, many.StreamsPerSecond, Statistics.Median(many.FirstText), cpu));
        }

        FirstTexts.Measure(targets, settings.Phase, (name, ms) => _results[name].FirstTextMs.Add(ms), cancellationToken);
    }

    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        for (var repeat = 1; repeat <= settings.IdleRepeats; repeat++)
        {
            foreach (var name in settings.Targets.Where(name => name != Targets.Direct))
            {
                say(FormattableString.Invariant($"{settings.IdleStreams} silent streams, repeat {repeat} of {settings.IdleRepeats}: {name}"));
                await using var target = await RunningTarget.StartAsync(Targets.Create(name, upstreamPort), cancellationToken);
                _results[name].Idle.Add(await IdleStreams.MeasureAsync(target, settings.IdleStreams, cancellationToken));
            }
        }
    }
}
