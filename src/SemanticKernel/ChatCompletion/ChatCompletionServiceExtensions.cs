using Microsoft.SemanticKernel.PromptTemplates;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Short forms of <see cref="IChatCompletionService"/>.</summary>
public static class ChatCompletionServiceExtensions
{
    /// <summary>Asks for whole answers to a prompt.</summary>
    /// <param name="chatCompletionService">The service.</param>
    /// <param name="prompt">The prompt: plain text, or <c>message</c> elements.</param>
    /// <param name="executionSettings">How to answer.</param>
    /// <param name="kernel">The kernel whose functions may be called.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        this IChatCompletionService chatCompletionService,
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default) =>
        chatCompletionService.GetChatMessageContentsAsync(ChatPrompt.ToHistory(prompt), executionSettings, kernel, cancellationToken);

    /// <summary>Asks for one whole answer to a prompt.</summary>
    /// <param name="chatCompletionService">The service.</param>
    /// <param name="prompt">The prompt: plain text, or <c>message</c> elements.</param>
    /// <param name="executionSettings">How to answer.</param>
    /// <param name="kernel">The kernel whose functions may be called.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<ChatMessageContent> GetChatMessageContentAsync(
        this IChatCompletionService chatCompletionService,
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default) =>
        (await chatCompletionService.GetChatMessageContentsAsync(prompt, executionSettings, kernel, cancellationToken)).Single();

    /// <summary>Asks for one whole answer.</summary>
    /// <param name="chatCompletionService">The service.</param>
    /// <param name="chatHistory">The conversation.</param>
    /// <param name="executionSettings">How to answer.</param>
    /// <param name="kernel">The kernel whose functions may be called.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<ChatMessageContent> GetChatMessageContentAsync(
        this IChatCompletionService chatCompletionService,
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default) =>
        (await chatCompletionService.GetChatMessageContentsAsync(chatHistory, executionSettings, kernel, cancellationToken)).Single();

    /// <summary>Asks for an answer to a prompt in pieces.</summary>
    /// <param name="chatCompletionService">The service.</param>
    /// <param name="prompt">The prompt: plain text, or <c>message</c> elements.</param>
    /// <param name="executionSettings">How to answer.</param>
    /// <param name="kernel">The kernel whose functions may be called.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        this IChatCompletionService chatCompletionService,
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default) =>
        chatCompletionService.GetStreamingChatMessageContentsAsync(ChatPrompt.ToHistory(prompt), executionSettings, kernel, cancellationToken);
}
