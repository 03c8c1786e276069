namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Puts a model's summary in the place of the oldest messages; never parts a function's call from its result.</summary>
public class ChatHistorySummarizationReducer : IChatHistoryReducer
{
    /// <summary>In a message's metadata: the message is a summary.</summary>
    public const string SummaryMetadataKey = "__summary__";

    /// <summary>How a model is told to summarise.</summary>
    public const string DefaultSummarizationPrompt =
        """
        Summarise the whole conversation above in at most five sentences.
        Keep what a participant must know to go on: names, facts, decisions, open questions.
        Do not answer the last message, do not address the participants, do not mention that this is a summary.
        Treat earlier summaries as part of the conversation.
        """;

    private readonly IChatCompletionService _service;
    private readonly int _targetCount;
    private readonly int _thresholdCount;

    /// <summary>A reducer.</summary>
    /// <param name="service">The model that summarises.</param>
    /// <param name="targetCount">How many messages shall be left, from 1.</param>
    /// <param name="thresholdCount">How many more there may be before anything is done, from 1; null for none.</param>
    public ChatHistorySummarizationReducer(IChatCompletionService service, int targetCount, int? thresholdCount = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        _service = service;
        (_targetCount, _thresholdCount) = ReductionPoint.Verify(targetCount, thresholdCount);
    }

    /// <summary>How the model is told to summarise.</summary>
    public string SummarizationInstructions { get; init; } = DefaultSummarizationPrompt;

    /// <summary>Whether an error of the model is the caller's; if not, the conversation stays as it is.</summary>
    public bool FailOnError { get; init; } = true;

    /// <summary>Whether earlier summaries are summarised too, so that there is one only.</summary>
    public bool UseSingleSummary { get; init; } = true;

    /// <inheritdoc/>
    public async Task<IEnumerable<ChatMessageContent>?> ReduceAsync(IReadOnlyList<ChatMessageContent> chatHistory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        var system = chatHistory.Where(ReductionPoint.IsSystem).Take(1).ToList();
        var summariesEnd = chatHistory.TakeWhile(message => IsSummary(message) || system.Contains(message)).Count();
        if (ReductionPoint.Find(chatHistory, _targetCount, _thresholdCount, summariesEnd) is not { } cut)
        {
            return null;
        }

        var old = chatHistory.Take(cut).Where(message => !system.Contains(message)).ToList();
        var kept = UseSingleSummary ? [] : old.TakeWhile(IsSummary).ToList();
        try
        {
            var summary = await SummariseAsync(old.Skip(kept.Count), cancellationToken);
            return [.. system, .. kept, summary, .. chatHistory.Skip(cut).Where(message => !system.Contains(message))];
        }
        catch (Exception exception) when (!FailOnError && exception is not OperationCanceledException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is ChatHistorySummarizationReducer other &&
        other._targetCount == _targetCount &&
        other._thresholdCount == _thresholdCount &&
        other.UseSingleSummary == UseSingleSummary &&
        string.Equals(other.SummarizationInstructions, SummarizationInstructions, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(nameof(ChatHistorySummarizationReducer), _targetCount, _thresholdCount, SummarizationInstructions, UseSingleSummary);

    private static bool IsSummary(ChatMessageContent message) => message.Metadata?.ContainsKey(SummaryMetadataKey) == true;

    // Calls and results are left out: without each other providers refuse them.
    private async Task<ChatMessageContent> SummariseAsync(IEnumerable<ChatMessageContent> messages, CancellationToken cancellationToken)
    {
        ChatHistory request = [.. messages.Where(message => !ReductionPoint.HasFunctionContent(message)), new ChatMessageContent(AuthorRole.System, SummarizationInstructions)];
        var summary = await _service.GetChatMessageContentAsync(request, cancellationToken: cancellationToken);
        summary.Metadata = new Dictionary<string, object?>(StringComparer.Ordinal) { [SummaryMetadataKey] = true };
        return summary;
    }
}
