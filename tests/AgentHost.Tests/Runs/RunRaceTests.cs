using AgentHost.Runs;
using AgentHost.Testing.Upstream;
using AgentHost.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AgentHost.Tests.Runs;

/// <summary>Clients that stop, leave, come back and read twice, all at once: every run has one end, and none is left over.</summary>
public sealed class RunRaceTests
{
    private const int Runs = 120;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_clients_race_every_run_has_exactly_one_end()
    {
        await using var host = await TestHost.StartAsync(new() { ["Runs:ReconnectGrace"] = "00:00:00.005", ["Runs:TimeLimit"] = "00:00:20" });
        host.Upstream.Otherwise(Answer.Sse(
            [.. Enumerable.Range(0, 30).Select(i => OpenAIFrames.Text($"{i} ")), OpenAIFrames.Finish(), OpenAIFrames.Usage(1, 1), OpenAIFrames.Done]));

        await Parallel.ForAsync(0, Runs, new ParallelOptions { MaxDegreeOfParallelism = 24, CancellationToken = Cancellation }, (i, _) => RaceAsync(host, i));

        var registry = host.Services.GetRequiredService<RunRegistry>();
        Assert.True(SpinWait.SpinUntil(() => registry.ActiveCount == 0, TimeSpan.FromSeconds(30)), $"{registry.ActiveCount} runs are left");
        await Task.WhenAll(host.Upstream.Requests.Select(request => request.Finished.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)));
    }

    [Fact]
    public async Task A_shutdown_in_the_middle_of_it_leaves_no_run()
    {
        await using var host = await TestHost.StartAsync(new() { ["Runs:ShutdownGrace"] = "00:00:00" });
        host.Upstream.Otherwise(Answer.Sse(OpenAIFrames.Text("half")).Stall());
        var runs = Enumerable.Range(0, 40).Select(_ => host.PostAsync("""{"message":"a"}""")).ToList();
        await host.Upstream.WaitForRequestAsync(1, Cancellation);

        await host.StopAsync();

        Assert.Equal(0, host.Services.GetRequiredService<RunRegistry>().ActiveCount);
        await Task.WhenAll(runs.Select(run => run.ContinueWith(done => done.Exception is null, TaskScheduler.Default)));
    }

    [Fact]
    public async Task A_run_that_slips_in_while_all_are_stopped_is_stopped_too()
    {
        await using var host = await TestHost.StartAsync();
        var gate = new Gate();
        host.Upstream.Enqueue(Answer.Stream().WaitFor(gate).Chunk(string.Concat(OpenAIFrames.TextFrames("too late"))));

        host.Services.GetRequiredService<RunRegistry>().StopAll(StopReason.Shutdown);
        var stream = await host.ChatAsync("""{"message":"a"}""");

        Assert.Equal(["error", "[DONE]"], stream.Types.Where(type => type != "context_update"));
        Assert.Contains("shutting down", stream.Of("error").Single().GetString(), StringComparison.Ordinal);
    }

    private static async ValueTask RaceAsync(TestHost host, int number)
    {
        using var response = await host.PostAsync("""{"message":"go"}""", withIds: true);
        var run = $"/api/runs/{response.Headers.GetValues("X-Run").Single()}";
        var stops = Enumerable.Range(0, number % 3).Select(_ => host.Client.DeleteAsync(run, Cancellation)).ToList();
        var reads = Enumerable.Range(0, number % 4).Select(_ => host.Client.GetStringAsync(run + "/events", Cancellation)).ToList();
        // Some leave in the middle; the last reading keeps the run's word in any case.
        if (number % 2 == 0) response.Dispose();
        else AssertOneEnd(await response.Content.ReadAsStringAsync(Cancellation));
        foreach (var stop in stops) Assert.Equal(204, (int)(await stop).StatusCode);
        foreach (var read in reads) AssertOneEnd(await read);
        AssertOneEnd(await host.Client.GetStringAsync(run + "/events", Cancellation));
    }

    private static void AssertOneEnd(string stream)
    {
        Assert.Equal(1, stream.Split("data: [DONE]").Length - 1);
        Assert.Equal("[DONE]", EventStream.Parse(stream).Types[^1]);
    }
}
