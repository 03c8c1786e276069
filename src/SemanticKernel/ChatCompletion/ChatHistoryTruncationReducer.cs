namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Drops the oldest messages, but not the system message; never parts a function's call from its result.</summary>
public class ChatHistoryTruncationReducer : IChatHistoryReducer
{
    private readonly int _targetCount;
    private readonly int _thresholdCount;

    /// <summary>A reducer.</summary>
    /// <param name="targetCount">How many messages shall be left, from 1.</param>
    /// <param name="thresholdCount">How many more there may be before anything is done, from 1; null for none.</param>
    public ChatHistoryTruncationReducer(int targetCount, int? thresholdCount = null)
    {
        (_targetCount, _thresholdCount) = ReductionPoint.Verify(targetCount, thresholdCount);
    }

    /// <inheritdoc/>
    public Task<IEnumerable<ChatMessageContent>?> ReduceAsync(IReadOnlyList<ChatMessageContent> chatHistory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        if (ReductionPoint.Find(chatHistory, _targetCount, _thresholdCount) is not { } cut)
        {
            return Task.FromResult<IEnumerable<ChatMessageContent>?>(null);
        }

        var system = chatHistory.Take(cut).Where(ReductionPoint.IsSystem).Take(1);
        return Task.FromResult<IEnumerable<ChatMessageContent>?>([.. system, .. chatHistory.Skip(cut)]);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is ChatHistoryTruncationReducer other && other._targetCount == _targetCount && other._thresholdCount == _thresholdCount;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(nameof(ChatHistoryTruncationReducer), _targetCount, _thresholdCount);
}
