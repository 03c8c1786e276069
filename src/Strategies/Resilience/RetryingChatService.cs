using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Strategies.Resilience;

/// <summary>Asks again before the first token, never after it, and says on the first chunk how often it asked.</summary>
internal sealed class RetryingChatService(IChatCompletionService inner, ProviderRetry retry) : IChatCompletionService
{
    private static readonly Dictionary<string, object?> Once = new(StringComparer.Ordinal) { [ChatMetadata.Attempts] = 1 };

    public IReadOnlyDictionary<string, object?> Attributes => inner.Attributes;

    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        var (messages, attempts) = await retry.ExecuteAsync(
            async token => await inner.GetChatMessageContentsAsync(chatHistory, executionSettings, kernel, token), cancellationToken);
        foreach (var message in messages)
        {
            message.Metadata = WithAttempts(message.Metadata, attempts);
        }

        return messages;
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (opened, attempts) = await retry.ExecuteAsync(
            token => OpenAsync(inner.GetStreamingChatMessageContentsAsync(chatHistory, executionSettings, kernel, token), token), cancellationToken);
        await using var chunks = opened;
        if (chunks is null)
        {
            yield break;
        }

        var first = chunks.Current;
        first.Metadata = WithAttempts(first.Metadata, attempts);
        yield return first;
        while (await chunks.MoveNextAsync())
        {
            yield return chunks.Current;
        }
    }

    /// <summary>Reads up to the first chunk; null where there is none.</summary>
    private static async ValueTask<IAsyncEnumerator<StreamingChatMessageContent>?> OpenAsync(
        IAsyncEnumerable<StreamingChatMessageContent> stream, CancellationToken cancellationToken)
    {
        var chunks = stream.GetAsyncEnumerator(cancellationToken);
        try
        {
            if (await chunks.MoveNextAsync())
            {
                return chunks;
            }
        }
        catch
        {
            await chunks.DisposeAsync();
            throw;
        }

        await chunks.DisposeAsync();
        return null;
    }

    private static Dictionary<string, object?> WithAttempts(IReadOnlyDictionary<string, object?>? metadata, int attempts)
    {
        if (metadata is null && attempts == 1)
        {
            return Once;
        }

        return new Dictionary<string, object?>(metadata ?? Once, StringComparer.Ordinal) { [ChatMetadata.Attempts] = attempts };
    }
}
