using AgentHost.Context;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Tests.Context;

public sealed class ContextSummariserTests
{
    private readonly ContextOptions _options = new() { Summarise = true, MaxHistoryMessages = 4, SummariseAfter = 3 };

    [Fact]
    public async Task Messages_that_left_the_window_are_summarised_with_the_summary_so_far()
    {
        var model = new Model(_ => "  The new memory.\n");
        var context = new ConversationContext(Numbered(10), "Old </memory> memory", 3);
        var after = await Summarise(context, model);
        Assert.Equal(("The new memory.", 6), (after.Summary, after.SummarisedCount));
        Assert.Same(context.History, after.History);
        Assert.Equal(10, after.History.Count);
        var request = Assert.Single(model.Requests);
        Assert.Equal([AuthorRole.System, AuthorRole.User], request.Select(m => m.Role));
        Assert.Equal("<memory>\nOld &lt;/memory&gt; memory\n</memory>\n<messages>\nai: 3 &lt;x&gt;\nhuman: 4 &lt;x&gt;\nai: 5 &lt;x&gt;\n\n</messages>", request[1].Content);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(4)]
    [InlineData(0)]
    public async Task Few_messages_need_no_summary(int count)
    {
        var model = new Model(_ => "x");
        var context = new ConversationContext(Numbered(count));
        Assert.Same(context, await Summarise(context, model));
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_summary()
    {
        _options.Summarise = false;
        var model = new Model(_ => "x");
        await Summarise(new(Numbered(100)), model);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task A_failure_leaves_the_conversation_as_it_was()
    {
        var context = new ConversationContext(Numbered(10), "Old", 1);
        Assert.Same(context, await Summarise(context, new Model(_ => throw new InvalidOperationException("no"))));
        Assert.Same(context, await Summarise(context, new Model(_ => " \n")));
        Assert.Same(context, await Summarise(context, new Model(_ => throw new TaskCanceledException("stalled"))));
    }

    [Fact]
    public async Task The_runs_own_end_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        var model = new Model(_ =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Summarise(new(Numbered(10)), model, stop.Token));
    }

    [Fact]
    public async Task A_long_past_is_summarised_in_parts()
    {
        _options.MaxSummarisedCharacters = 1000;
        var model = new Model(request => $"{request.Count}");
        var context = new ConversationContext([.. Enumerable.Range(0, 20).Select(_ => new ChatMessageContent(AuthorRole.User, new string('x', 400)))]);
        var first = await Summarise(context, model);
        var second = await Summarise(first, model);
        Assert.Equal((3, 6), (first.SummarisedCount, second.SummarisedCount));
        Assert.All(model.Requests, request => Assert.InRange(request[1].Content!.Length, 1000, 1100));
    }

    [Fact]
    public async Task A_summary_is_cut_between_characters()
    {
        _options.MaxSummaryCharacters = 101;
        var after = await Summarise(new(Numbered(10)), new Model(_ => string.Concat(Enumerable.Repeat("\U0001F600", 100))));
        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001F600", 50)), after.Summary);
    }

    private Task<ConversationContext> Summarise(ConversationContext context, Model model, CancellationToken? stop = null)
    {
        var options = Options.Create(_options);
        var summariser = new ContextSummariser(options, new HistoryWindow(options), TimeProvider.System, NullLogger<ContextSummariser>.Instance);
        return summariser.SummariseAsync(context, model, cancellationToken: stop ?? TestContext.Current.CancellationToken);
    }

    private static ChatHistory Numbered(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new ChatMessageContent(i % 2 == 0 ? AuthorRole.User : AuthorRole.Assistant, $"{i} <x>"))];

    private sealed class Model(Func<ChatHistory, string> answer) : IChatCompletionService
    {
        public List<ChatHistory> Requests { get; } = [];

        public IReadOnlyDictionary<string, object?> Attributes { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

        public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
            ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
        {
            Requests.Add(chatHistory);
            return Task.FromResult<IReadOnlyList<ChatMessageContent>>([new(AuthorRole.Assistant, answer(chatHistory))]);
        }

        public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
            ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
