using AgentHost.Testing.Time;
using AgentHost.Testing.Upstream;
using AgentHost.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentHost.Tests.Streaming;

/// <summary>What a stream is beside its frames.</summary>
public sealed class SseTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_headers_come_before_the_model_has_said_anything_and_keep_proxies_from_holding_it_back()
    {
        await using var host = await TestHost.StartAsync(new() { ["Runs:KeepAlive"] = "01:00:00" });
        host.Upstream.Enqueue(Answer.Silence());

        using var response = await host.PostAsync("""{"message":"hi"}""").WaitAsync(Soon, Cancellation);

        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
        Assert.True(response.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task A_run_whose_reader_came_back_in_time_is_not_given_up()
    {
        var time = new ManualTime();
        // Shorter than what the provider may be silent for.
        var grace = TimeSpan.FromSeconds(11);
        await using var host = await TestHost.StartAsync(
            new() { ["Runs:ReconnectGrace"] = $"{grace}" }, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        var gate = new Gate();
        host.Upstream.Enqueue(Answer.Sse(OpenAIFrames.Text("one ")).WaitFor(gate).Chunk(string.Concat(OpenAIFrames.TextFrames("two"))));
        using (await host.PostAsync("""{"message":"hi"}""", withIds: true))
        {
            await gate.Reached.WaitAsync(Soon, Cancellation);
        }

        await time.WhenTimerIsSetAsync(grace, Cancellation).WaitAsync(Soon, Cancellation);
        using var resumed = await host.Client.GetAsync("/api/runs/token1/events", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        time.Advance(grace);
        gate.Open();

        Assert.Equal("one two", EventStream.Parse(await resumed.Content.ReadAsStringAsync(Cancellation)).Text);
    }
}
