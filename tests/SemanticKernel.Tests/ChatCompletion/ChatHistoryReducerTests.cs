using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.SemanticKernel.Tests.ChatCompletion;

public class ChatHistoryReducerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_short_history_stays_the_same_object()
    {
        var history = History("u1", "a1", "u2");
        Assert.Same(history, await history.ReduceAsync(new ChatHistoryTruncationReducer(3), Cancellation));
        Assert.Same(history, await history.ReduceAsync(new ChatHistoryTruncationReducer(2, thresholdCount: 1), Cancellation));
        Assert.Same(history, await history.ReduceAsync(reducer: null, Cancellation));
    }

    [Fact]
    public async Task The_system_message_and_the_newest_messages_are_kept()
    {
        var reduced = await History("s", "u1", "a1", "u2", "a2").ReduceAsync(new ChatHistoryTruncationReducer(3), Cancellation);
        Assert.Equal("s u2 a2", Text(reduced));
    }

    [Fact]
    public async Task A_cut_within_the_threshold_lies_before_a_user_message()
    {
        var reduced = await History("u1", "a1", "u2", "a2", "u3", "a3", "a4").ReduceAsync(new ChatHistoryTruncationReducer(2, thresholdCount: 2), Cancellation);
        Assert.Equal("u3 a3 a4", Text(reduced));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_call_is_never_parted_from_its_results(int target)
    {
        var reduced = await History("u1", "a1", "u2", "call", "result", "result", "call", "result", "a2").ReduceAsync(new ChatHistoryTruncationReducer(target), Cancellation);
        Assert.Contains((Count<FunctionCallContent>(reduced), Count<FunctionResultContent>(reduced)), new[] { (0, 0), (2, 3) });
        Assert.DoesNotContain(reduced[0].Items, item => item is FunctionResultContent);
    }

    [Fact]
    public async Task A_history_is_reduced_in_place()
    {
        var history = History("u1", "a1", "u2", "a2");
        Assert.True(await history.ReduceInPlaceAsync(new ChatHistoryTruncationReducer(2), Cancellation));
        Assert.Equal("u2 a2", Text(history));
        Assert.False(await history.ReduceInPlaceAsync(new ChatHistoryTruncationReducer(2), Cancellation));
    }

    [Fact]
    public async Task A_summary_takes_the_place_of_the_oldest_messages()
    {
        var service = new RecordingChatService("sum1", "sum2");
        var reducer = new ChatHistorySummarizationReducer(service, 2);
        var once = await History("u1", "call", "result", "a1", "u2", "a2").ReduceAsync(reducer, Cancellation);
        Assert.Equal("sum1 u2 a2", Text(once));
        Assert.Equal(true, once[0].Metadata![ChatHistorySummarizationReducer.SummaryMetadataKey]);
        Assert.Equal(["u1", "a1", ChatHistorySummarizationReducer.DefaultSummarizationPrompt], service.Asked[0].Select(message => message.Content!), StringComparer.Ordinal);

        once.AddUserMessage("u3");
        once.AddAssistantMessage("a3");
        Assert.Equal("sum2 u3 a3", Text(await once.ReduceAsync(reducer, Cancellation)));
        Assert.Equal("sum1", service.Asked[1][0].Content);
    }

    [Fact]
    public async Task Summaries_may_be_kept_one_after_another()
    {
        var reducer = new ChatHistorySummarizationReducer(new RecordingChatService("sum1", "sum2"), 2) { UseSingleSummary = false };
        var history = await History("s", "u1", "a1", "u2", "a2").ReduceAsync(reducer, Cancellation);
        Assert.Equal("s sum1 a2", Text(history));
        history.AddUserMessage("u3");
        Assert.Equal("s sum1 sum2 u3", Text(await history.ReduceAsync(reducer, Cancellation)));
    }

    [Fact]
    public async Task An_error_of_the_model_is_the_callers_unless_told_otherwise()
    {
        var history = History("u1", "a1", "u2", "a2");
        var failing = new FailingChatService();
        await Assert.ThrowsAsync<InvalidOperationException>(() => history.ReduceAsync(new ChatHistorySummarizationReducer(failing, 2), Cancellation));
        Assert.Same(history, await history.ReduceAsync(new ChatHistorySummarizationReducer(failing, 2) { FailOnError = false }, Cancellation));
    }

    [Fact]
    public void Counts_must_be_positive()
    {
        Assert.Throws<ArgumentException>(() => new ChatHistoryTruncationReducer(0));
        Assert.Throws<ArgumentException>(() => new ChatHistoryTruncationReducer(1, 0));
    }

    private static ChatHistory History(params string[] names) => [.. names.Select(Message)];

    private static ChatMessageContent Message(string name) => name switch
    {
        "call" => new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "1")]),
        "result" => new(AuthorRole.Tool, [new FunctionResultContent("F", "P", "1", "x")]),
        ['u', ..] => new(AuthorRole.User, name),
        ['s', ..] => new(AuthorRole.System, name),
        _ => new(AuthorRole.Assistant, name),
    };

    private static string Text(IEnumerable<ChatMessageContent> messages) => string.Join(' ', messages);

    private static int Count<T>(IEnumerable<ChatMessageContent> messages) => messages.SelectMany(message => message.Items).OfType<T>().Count();

    private sealed class FailingChatService : IChatCompletionService
    {
        public IReadOnlyDictionary<string, object?> Attributes => new Dictionary<string, object?>(StringComparer.Ordinal);

        public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("down");

        public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("down");
    }
}
