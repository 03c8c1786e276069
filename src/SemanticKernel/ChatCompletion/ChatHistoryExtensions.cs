namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Makes conversations shorter.</summary>
public static class ChatHistoryExtensions
{
    /// <summary>The shorter conversation, or the same when it is short enough.</summary>
    /// <param name="chatHistory">The conversation.</param>
    /// <param name="reducer">What makes it shorter; null for nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<ChatHistory> ReduceAsync(this ChatHistory chatHistory, IChatHistoryReducer? reducer, CancellationToken cancellationToken) =>
        await TryReduceAsync(chatHistory, reducer, cancellationToken) is { } reduced ? [.. reduced] : chatHistory;

    /// <summary>The shorter conversation, or the same when it is short enough.</summary>
    /// <param name="chatHistory">The conversation.</param>
    /// <param name="reducer">What makes it shorter; null for nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<IReadOnlyList<ChatMessageContent>> ReduceAsync(this IReadOnlyList<ChatMessageContent> chatHistory, IChatHistoryReducer? reducer, CancellationToken cancellationToken) =>
        await TryReduceAsync(chatHistory, reducer, cancellationToken) is { } reduced ? [.. reduced] : chatHistory;

    /// <summary>Makes the conversation itself shorter.</summary>
    /// <param name="chatHistory">The conversation.</param>
    /// <param name="reducer">What makes it shorter; null for nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether it is shorter now.</returns>
    public static async Task<bool> ReduceInPlaceAsync(this ChatHistory chatHistory, IChatHistoryReducer? reducer, CancellationToken cancellationToken)
    {
        if (await TryReduceAsync(chatHistory, reducer, cancellationToken) is not { } reduced)
        {
            return false;
        }

        var messages = reduced.ToList();
        chatHistory.Clear();
        chatHistory.AddRange(messages);
        return true;
    }

    private static Task<IEnumerable<ChatMessageContent>?> TryReduceAsync(IReadOnlyList<ChatMessageContent> messages, IChatHistoryReducer? reducer, CancellationToken cancellationToken) =>
        reducer?.ReduceAsync(messages, cancellationToken) ?? Task.FromResult<IEnumerable<ChatMessageContent>?>(null);
}
