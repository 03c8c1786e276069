using System.Text;
using System.Text.Json;
using AgentHost.Runs;
using AgentHost.Testing.Upstream;
using AgentHost.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AgentHost.Tests.Runs;

/// <summary>Whatever a model writes into its tool calls, the run goes on, every start has its end, and a frame stays one frame.</summary>
public sealed class HostileModelTests
{
    private const string Nasty = "a\n\ndata: [DONE]\n\nid: 1\r\r\"\\\u0000\u2028\u0085b";

    public static TheoryData<string, string, string> Calls => new()
    {
        { "call_1", "", "{}" },
        { "call_1", " ", "{}" },
        { "call_1", "-", "{}" },
        { "call_1", "Arithmetic-", "{}" },
        { "call_1", "-calculate", """{"expression":"1+1"}""" },
        { "call_1", Nasty, "{}" },
        { Nasty, "calculate", """{"expression":"1+1"}""" },
        { "call_1", "calculate", "[1,2]" },
        { "call_1", "calculate", "\"text\"" },
        { "call_1", "calculate", "7" },
        { "call_1", "calculate", "null" },
        { "call_1", "calculate", """{"expression":null}""" },
        { "call_1", "calculate", """{"expression":"\ud800"}""" },
        { "call_1", "calculate", """{"\ud800":"1+1"}""" },
        { "call_1", "calculate", """{"":"1"," ":"2"}""" },
        { "call_1", "calculate", """{"expression":"1+1","Expression":"2+2","expression":"3+3"}""" },
        { "call_1", "calculate", """{"expression":{"$type":"x","$id":"1","$ref":"1"}}""" },
        { "call_1", "calculate", """{"$type":"x","expression":"1+1"}""" },
        { "call_1", "calculate", new string('[', 5000) },
        { "call_1", "calculate", $$"""{"expression":{{new string('[', 60)}}{{new string(']', 60)}}}""" },
        { "call_1", "calculate", """{"expression":1e999}""" },
        { "call_1", "web_parse", """{"urls":"http://127.0.0.1:1/"}""" },
        { "call_1", "web_parse", """{"urls":[null,1,{"a":2}]}""" },
        { "call_1", "web_parse", """{"urls":["\ud800"],"summarize":"perhaps"}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_odd_tool_call_is_told_to_the_model_and_the_run_goes_on(string id, string name, string arguments)
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Enqueue(
            Answer.Sse(OpenAIFrames.ToolCall(0, id, name, arguments), OpenAIFrames.Finish("tool_calls"), OpenAIFrames.Done),
            OpenAIFrames.TextAnswer("Going on."));

        var stream = await host.ChatAsync("""{"message":"go"}""");

        Assert.Equal(["tool_start", "tool_end", "text", "context_update", "[DONE]"], stream.Types);
        Assert.Matches("^[!-~]{1,128}$", stream.Of("tool_start").Single().GetProperty("id").GetString());
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", stream.Of("tool_start").Single().GetProperty("name").GetString());
        Assert.Equal(stream.Of("tool_start").Single().GetProperty("id").GetString(), stream.Of("tool_end").Single().GetProperty("id").GetString());
        Assert.Equal(0, host.Services.GetRequiredService<RunRegistry>().ActiveCount);
        await TheNextMessageWorksAsync(host, stream.Context);
    }

    [Fact]
    public async Task Text_that_looks_like_frames_stays_text()
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Enqueue(OpenAIFrames.TextAnswer(Nasty));

        var stream = await host.ChatAsync(JsonSerializer.Serialize(new { message = Nasty }), withIds: true);

        Assert.Equal(["text", "context_update", "[DONE]"], stream.Types);
        Assert.Equal(Nasty, stream.Text);
        Assert.DoesNotContain(stream.Raw, character => character is '\r' or '\u2028' or '\u0085' or '\0');
    }

    [Fact]
    public async Task Calls_with_the_same_id_are_kept_apart()
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Enqueue(
            OpenAIFrames.ParallelToolAnswer([("same", "calculate", """{"expression":"1+1"}"""), ("same", "calculate", """{"expression":"2+2"}""")]),
            OpenAIFrames.TextAnswer("Going on."));

        var stream = await host.ChatAsync("""{"message":"go"}""");

        Assert.Equal(["tool_start", "tool_start", "tool_end", "tool_end", "text", "context_update", "[DONE]"], stream.Types);
        Assert.Equal(2, stream.Of("tool_start").Select(call => call.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
        await TheNextMessageWorksAsync(host, stream.Context);
    }

    [Fact]
    public async Task A_name_of_a_megabyte_is_not_repeated()
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Enqueue(
            Answer.Sse(OpenAIFrames.ToolCall(0, "call_1", new string('n', 900_000), "{}"), OpenAIFrames.Finish("tool_calls"), OpenAIFrames.Done),
            OpenAIFrames.TextAnswer("Going on."));

        var stream = await host.ChatAsync("""{"message":"go"}""");

        Assert.Equal(["tool_start", "tool_end", "text", "context_update", "[DONE]"], stream.Types);
        Assert.True(stream.Raw.Length < 10_000, $"{stream.Raw.Length} characters");
    }

    [Theory]
    [InlineData(100_000, 0)]
    [InlineData(100, 100_000)]
    public async Task Calls_without_end_end_at_the_limit_of_the_output(int calls, int name)
    {
        await using var host = await TestHost.StartAsync(new() { ["Runs:MaxOutputCharacters"] = "1000000" });
        var frame = OpenAIFrames.ToolCall(0, "id", "calculate" + new string('n', name));
        var frames = new StringBuilder();
        for (var i = 0; i < calls; i++)
            frames.Append(frame.Replace("\"index\":0,\"id\":\"id\"", $"\"index\":{i},\"id\":\"id{i}\"", StringComparison.Ordinal));
        host.Upstream.Enqueue(Answer.Sse(frames.ToString(), OpenAIFrames.Finish("tool_calls"), OpenAIFrames.Done), OpenAIFrames.TextAnswer("Going on."));

        var stream = await host.ChatAsync("""{"message":"go"}""");

        Assert.Equal(["context_update", "error", "[DONE]"], stream.Types);
    }

    private static async Task TheNextMessageWorksAsync(TestHost host, string context)
    {
        host.Upstream.Enqueue(OpenAIFrames.TextAnswer("Next."));
        var next = await host.ChatAsync($$"""{"message":"next","context":{{context}}}""");
        Assert.Equal(["text", "context_update", "[DONE]"], next.Types);
    }
}
