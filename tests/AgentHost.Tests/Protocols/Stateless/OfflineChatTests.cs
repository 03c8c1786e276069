using System.Text.Json;
using AgentHost.Testing.Upstream;
using AgentHost.Tests.Hosting;

namespace AgentHost.Tests.Protocols.Stateless;

/// <summary>What a person with a fresh clone and no key sees.</summary>
public sealed class OfflineChatTests
{
    private static readonly Dictionary<string, string?> Offline = new() { ["Models:Default"] = "offline" };

    [Fact]
    public async Task A_first_chat_streams_text_a_tool_pair_the_context_and_the_end()
    {
        await using var host = await TestHost.StartAsync(Offline);

        var stream = await host.ChatAsync("""{"message":"What is 6 * 7?"}""");

        Assert.Equal("[DONE]", stream.Types[^1]);
        Assert.Equal("context_update", stream.Types[^2]);
        var start = Assert.Single(stream.Of("tool_start"));
        var end = Assert.Single(stream.Of("tool_end"));
        Assert.Equal("calculate", start.GetProperty("name").GetString());
        Assert.Equal(start.GetProperty("id").GetString(), end.GetProperty("id").GetString());
        Assert.Contains("42", end.GetProperty("result").GetString(), StringComparison.Ordinal);
        Assert.Contains("6 * 7 = 42.", stream.Text, StringComparison.Ordinal);
        Assert.Empty(host.Upstream.Requests);
    }

    [Fact]
    public async Task A_second_chat_with_the_echoed_context_knows_what_was_said()
    {
        await using var host = await TestHost.StartAsync(Offline);
        var first = await host.ChatAsync("""{"message":"My name is Ada."}""");

        var second = await host.ChatAsync($$"""{"message":"What is my name?","context":{{first.Context}}}""");

        Assert.Contains("Ada", second.Text, StringComparison.Ordinal);
        var history = JsonElement.Parse(second.Context).GetProperty("conversation_history");
        Assert.Equal(["human", "ai", "human", "ai"], history.EnumerateArray().Select(entry => entry.GetProperty("role").GetString()));
    }

    [Theory]
    [InlineData("/api/chat")]
    [InlineData("/openai/chat")]
    [InlineData("/api/v1/chat")]
    public async Task Every_route_of_the_protocol_answers(string path)
    {
        await using var host = await TestHost.StartAsync(Offline);

        using var response = await host.PostAsync("""{"message":"hi"}""", path: path);

        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var stream = EventStream.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("[DONE]", stream.Types[^1]);
    }

    [Fact]
    public async Task A_page_of_a_local_server_is_read_when_the_setting_names_it_and_only_then()
    {
        await using var pages = await FakeUpstream.StartAsync();
        pages.Otherwise(Answer.Status(200, "<html><head><title>Rivers</title></head><body><main><p>The Rhine is long.</p></main></body></html>", "text/html"));
        var message = $$"""{"message":"Read {{pages.Address}}rivers"}""";
        await using var closed = await TestHost.StartAsync(Offline);
        await using var open = await TestHost.StartAsync(new(Offline) { ["Plugins:Web:AllowedPrivateHosts:0"] = pages.Address.Authority });

        var refused = await closed.ChatAsync(message);
        Assert.Empty(pages.Requests);
        var read = await open.ChatAsync(message);

        Assert.True(refused.Of("tool_end").Single().GetProperty("error").GetBoolean());
        Assert.Contains("The Rhine is long.", read.Of("tool_end").Single().GetProperty("result").GetString(), StringComparison.Ordinal);
        Assert.Contains("The Rhine is long.", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_larger_than_the_log_still_reaches_its_first_reader_whole()
    {
        await using var host = await TestHost.StartAsync(new() { ["Runs:MaxLogBytes"] = "4096" });

        var stream = await host.ChatAsync($$"""{"message":"{{new string('x', 20_000)}}","model":"offline"}""");

        Assert.Equal("text", stream.Types[0]);
        Assert.Equal(["context_update", "[DONE]"], stream.Types[^2..]);
    }
}
