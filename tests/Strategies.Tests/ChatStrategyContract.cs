using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Strategies.Tests;

/// <summary>What holds for every strategy. A subclass brings a service and makes it say what the case needs.</summary>
public abstract class ChatStrategyContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streamed_and_whole_say_the_same()
    {
        await using var streamed = await TextCaseAsync(stream: true);
        await using var whole = await TextCaseAsync(stream: false);

        var one = await Said.StreamedAsync(streamed.Service, streamed.History, settings: null, kernel: null, Cancellation);
        var other = await Said.WholeAsync(whole.Service, whole.History, settings: null, kernel: null, Cancellation);

        Assert.Equal(one, other);
        Assert.NotEmpty(one.Text);
        Assert.Equal(ChatFinishReasons.Stop, one.Finish);
        Assert.Equal(1, one.Attempts);
        Assert.NotNull(one.Input);
    }

    [Fact]
    public async Task A_tool_call_is_the_same_streamed_and_whole()
    {
        await using var streamed = await CallCaseAsync(stream: true);
        await using var whole = await CallCaseAsync(stream: false);

        var one = await Said.StreamedAsync(streamed.Service, streamed.History, TestKernel.Auto, TestKernel.Create(), Cancellation);
        var other = await Said.WholeAsync(whole.Service, whole.History, TestKernel.Auto, TestKernel.Create(), Cancellation);

        Assert.Equal(one, other);
        Assert.Contains(":tools.calculate(expression=6*7)", one.Calls, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReasons.ToolCalls, one.Finish);
    }

    [Fact]
    public async Task A_call_and_its_result_survive_a_round_trip_of_the_history_through_JSON()
    {
        await using var first = await CallCaseAsync(stream: true);
        var kernel = TestKernel.Create();
        var builder = new FunctionCallContentBuilder();
        await foreach (var chunk in first.Service.GetStreamingChatMessageContentsAsync(first.History, TestKernel.Auto, kernel, Cancellation))
        {
            builder.Append(chunk);
        }

        var call = Assert.Single(builder.Build());
        var result = await call.InvokeAsync(kernel, Cancellation);
        Assert.Equal("6*7", result.Result?.ToString());
        first.History.Add(new ChatMessageContent(AuthorRole.Assistant, [call]));
        first.History.Add(result.ToChatMessage());
        var read = System.Text.Json.JsonSerializer.Deserialize<ChatHistory>(System.Text.Json.JsonSerializer.Serialize(first.History))!;

        await using var second = await TextCaseAsync(stream: true);
        var said = await Said.StreamedAsync(second.Service, read, TestKernel.Auto, kernel, Cancellation);

        Assert.NotEmpty(said.Text);
        Assert.Empty(said.Calls);
    }

    [Fact]
    public async Task A_cancelled_stream_ends_as_cancelled_by_the_callers_token()
    {
        await using var test = await TextCaseAsync(stream: true);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var chunks = test.Service.GetStreamingChatMessageContentsAsync(test.History, cancellationToken: source.Token).GetAsyncEnumerator(source.Token);
        Assert.True(await chunks.MoveNextAsync());
        await source.CancelAsync();

        var drain = async () =>
        {
            while (await chunks.MoveNextAsync())
            {
                // What was on its way may still come.
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(drain);
    }

    [Fact]
    public async Task A_token_cancelled_before_the_start_cancels_a_whole_answer()
    {
        await using var test = await TextCaseAsync(stream: false);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => test.Service.GetChatMessageContentsAsync(test.History, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task The_service_names_its_model()
    {
        await using var test = await TextCaseAsync(stream: true);

        Assert.Equal(test.Model, Microsoft.SemanticKernel.Services.AIServiceExtensions.GetModelId(test.Service));
    }

    /// <summary>A service that is about to answer with text of several words.</summary>
    protected abstract Task<StrategyCase> TextCaseAsync(bool stream);

    /// <summary>A service that is about to call tools.calculate with 6*7.</summary>
    protected abstract Task<StrategyCase> CallCaseAsync(bool stream);
}

/// <summary>A service ready for one request, and what it needs to live.</summary>
public sealed record StrategyCase(IChatCompletionService Service, ChatHistory History, string Model, params IReadOnlyList<IAsyncDisposable> Needs) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var need in Needs)
        {
            await need.DisposeAsync();
        }
    }
}
