using Microsoft.SemanticKernel.Services;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>A model that chats.</summary>
public interface IChatCompletionService : IAIService
{
    /// <summary>Asks for whole answers.</summary>
    /// <param name="chatHistory">The conversation; an implementation may append to it.</param>
    /// <param name="executionSettings">How to answer.</param>
    /// <param name="kernel">The kernel whose functions may be called.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default);

    /// <summary>Asks for an answer in pieces.</summary>
    /// <param name="chatHistory">The conversation; an implementation may append to it.</param>
    /// <param name="executionSettings">How to answer.</param>
    /// <param name="kernel">The kernel whose functions may be called.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default);
}
