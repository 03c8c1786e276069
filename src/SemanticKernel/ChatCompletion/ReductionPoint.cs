namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Where a conversation can be cut.</summary>
internal static class ReductionPoint
{
    /// <summary>The position of the first message to keep; null when the conversation is short enough, or can't be cut.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="targetCount">How many messages shall be left.</param>
    /// <param name="thresholdCount">How many more there may be before anything is done.</param>
    /// <param name="keptAtStart">How many messages at the start stay anyway.</param>
    public static int? Find(IReadOnlyList<ChatMessageContent> messages, int targetCount, int thresholdCount, int keptAtStart = 0)
    {
        var target = messages.Any(IsSystem) ? targetCount - 1 : targetCount;
        var earliest = messages.Count - target - thresholdCount;
        if (earliest <= keptAtStart)
        {
            return null;
        }

        // A call and its results stay together: the cut lies before a message that is neither.
        var cut = Math.Min(messages.Count - target, messages.Count - 1);
        while (cut > 0 && HasFunctionContent(messages[cut]))
        {
            cut--;
        }

        // Better still before a user's message, if that costs no more than the threshold.
        var user = Enumerable.Range(earliest, Math.Max(0, cut - earliest + 1)).LastOrDefault(index => messages[index].Role == AuthorRole.User, -1);
        return user >= 0 ? user : cut > keptAtStart ? cut : null;
    }

    public static bool HasFunctionContent(ChatMessageContent message) =>
        message.Items.Any(item => item is FunctionCallContent or FunctionResultContent);

    public static bool IsSystem(ChatMessageContent message) => message.Role == AuthorRole.System;

    public static (int TargetCount, int ThresholdCount) Verify(int targetCount, int? thresholdCount)
    {
        if (targetCount <= 0)
        {
            throw new ArgumentException("Target message count must be greater than zero.", nameof(targetCount));
        }

        return thresholdCount is <= 0
            ? throw new ArgumentException("The reduction threshold length must be greater than zero.", nameof(thresholdCount))
            : (targetCount, thresholdCount ?? 0);
    }
}
