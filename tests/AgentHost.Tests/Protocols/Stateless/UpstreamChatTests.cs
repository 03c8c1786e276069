using System.Text.Json;
using AgentHost.Testing.Upstream;
using AgentHost.Tests.Hosting;

namespace AgentHost.Tests.Protocols.Stateless;

/// <summary>The stateless protocol over a provider's bytes.</summary>
public sealed class UpstreamChatTests
{
    [Fact]
    public async Task Text_comes_as_the_model_says_it()
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Enqueue(OpenAIFrames.TextAnswer("Grü", "ße, ", "世界 🌍"));

        var stream = await host.ChatAsync("""{"message":"hi"}""");

        Assert.Equal(["text", "text", "text", "context_update", "[DONE]"], stream.Types);
        Assert.Equal("Grüße, 世界 🌍", stream.Text);
    }

    [Fact]
    public async Task A_tool_round_goes_to_the_model_and_into_the_context()
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Enqueue(
            OpenAIFrames.ToolAnswer("call_a", "calculate", """{"expression":"6*7"}"""),
            OpenAIFrames.TextAnswer("It is 42."));

        var stream = await host.ChatAsync("""{"message":"6*7?"}""");

        Assert.Equal(["tool_start", "tool_end", "text", "context_update", "[DONE]"], stream.Types);
        var second = host.Upstream.Requests[1].Json.GetProperty("messages");
        var result = second.EnumerateArray().Last();
        Assert.Equal("tool", result.GetProperty("role").GetString());
        Assert.Equal("call_a", result.GetProperty("tool_call_id").GetString());
        Assert.Contains("data from outside", result.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Contains("42", result.GetProperty("content").GetString(), StringComparison.Ordinal);
        var history = JsonElement.Parse(stream.Context).GetProperty("conversation_history").EnumerateArray().ToList();
        Assert.Equal(["human", "system", "ai"], history.Select(entry => entry.GetProperty("role").GetString()));
        Assert.StartsWith("Tool calculate result: ", history[1].GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_calls_in_fragments_all_run_and_answer_in_the_order_of_the_calls()
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Enqueue(
            OpenAIFrames.ParallelToolAnswer(
                ("call_1", "calculate", """{"expression":"1+1"}"""),
                ("call_2", "calculate", """{"expression":"2+2"}"""),
                ("call_3", "no_such_tool", "{}"),
                ("call_4", "calculate", """{"expression":"""),
                ("call_5", "calculate", "{}")),
            OpenAIFrames.TextAnswer("done"));

        var stream = await host.ChatAsync("""{"message":"go"}""");

        Assert.Equal(
            [.. Enumerable.Repeat("tool_start", 5), .. Enumerable.Repeat("tool_end", 5), "text", "context_update", "[DONE]"], stream.Types);
        var ends = stream.Of("tool_end").ToList();
        Assert.Equal(["call_1", "call_2", "call_3", "call_4", "call_5"], ends.Select(end => end.GetProperty("id").GetString()));
        Assert.Contains("no tool 'no_such_tool'", Result(ends[2]), StringComparison.Ordinal);
        Assert.Contains("not valid JSON", Result(ends[3]), StringComparison.Ordinal);
        Assert.Contains("missing arguments: 'expression'", Result(ends[4]), StringComparison.Ordinal);
        Assert.Equal(5, host.Upstream.Requests[1].Json.GetProperty("messages").EnumerateArray()
            .Count(message => message.GetProperty("role").GetString() == "tool"));
    }

    [Fact]
    public async Task An_error_in_mid_stream_keeps_what_was_said_and_ends_with_one_error()
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Enqueue(Answer.Sse(OpenAIFrames.Text("Half an "), OpenAIFrames.Text("answer"), OpenAIFrames.Error("secret cause")));

        var stream = await host.ChatAsync("""{"message":"hi"}""");

        Assert.Equal(["text", "text", "context_update", "error", "[DONE]"], stream.Types);
        Assert.DoesNotContain("secret cause", stream.Raw, StringComparison.Ordinal);
        Assert.Contains("Half an answer", stream.Context, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_connection_is_an_error_and_not_an_end()
    {
        await using var host = await TestHost.StartAsync();
        var cut = new Gate();
        host.Upstream.Enqueue(Answer.Sse(OpenAIFrames.Text("Half")).WaitFor(cut).Drop());

        using var response = await host.PostAsync("""{"message":"hi"}""");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var first = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        cut.Open();
        var stream = EventStream.Parse(first + "\n" + await reader.ReadToEndAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["text", "context_update", "error", "[DONE]"], stream.Types);
    }

    [Fact]
    public async Task A_429_with_retry_after_is_asked_again_and_answered()
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Enqueue(OpenAIFrames.RateLimited(0), OpenAIFrames.TextAnswer("here"));

        var stream = await host.ChatAsync("""{"message":"hi"}""");

        Assert.Equal("here", stream.Text);
        Assert.Equal(2, host.Upstream.Requests.Count);
    }

    [Fact]
    public async Task The_new_message_is_sent_once_after_the_system_prompt_and_the_window()
    {
        await using var host = await TestHost.StartAsync(new() { ["Context:MaxHistoryMessages"] = "3" });
        host.Upstream.Otherwise(OpenAIFrames.TextAnswer("ok"));
        var context = "null";
        for (var i = 1; i <= 4; i++)
            context = (await host.ChatAsync($$"""{"message":"m{{i}}","system_prompt":"Be brief.","context":{{context}}}""")).Context;

        var sent = host.Upstream.Requests[^1].Json.GetProperty("messages").EnumerateArray()
            .Select(message => $"{message.GetProperty("role").GetString()}:{message.GetProperty("content").GetString()}");

        Assert.Equal(["system:Be brief.", "user:m3", "assistant:ok", "user:m4"], sent);
        Assert.Equal(8, JsonElement.Parse(context).GetProperty("conversation_history").GetArrayLength());
        Assert.DoesNotContain("Be brief.", context, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_chooses_its_tools()
    {
        await using var host = await TestHost.StartAsync();
        host.Upstream.Otherwise(OpenAIFrames.TextAnswer("ok"));

        await host.ChatAsync("""{"message":"a","tools":["calculate"]}""");
        await host.ChatAsync("""{"message":"b","tools":[]}""");

        var tools = host.Upstream.Requests[0].Json.GetProperty("tools");
        Assert.Equal("calculate", Assert.Single(tools.EnumerateArray()).GetProperty("function").GetProperty("name").GetString());
        Assert.False(host.Upstream.Requests[1].Json.TryGetProperty("tools", out _));
    }

    private static string Result(JsonElement end) => end.GetProperty("result").GetString()!;
}
