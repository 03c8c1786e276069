namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Makes a conversation shorter.</summary>
public interface IChatHistoryReducer
{
    /// <summary>Makes a conversation shorter.</summary>
    /// <param name="chatHistory">The conversation.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The shorter conversation; null when it is short enough.</returns>
    Task<IEnumerable<ChatMessageContent>?> ReduceAsync(IReadOnlyList<ChatMessageContent> chatHistory, CancellationToken cancellationToken = default);
}
