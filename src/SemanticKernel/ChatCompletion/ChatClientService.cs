using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.Services;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>A chat service that asks a client of Microsoft.Extensions.AI.</summary>
internal sealed class ChatClientService : IChatCompletionService
{
    private readonly IChatClient _client;

    public ChatClientService(IChatClient client)
    {
        _client = client;
        var metadata = client.GetService<ChatClientMetadata>();
        var attributes = new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ChatClientMetadata)] = metadata };
        AddIfKnown(attributes, AIServiceExtensions.ModelIdKey, metadata?.DefaultModelId);
        AddIfKnown(attributes, AIServiceExtensions.EndpointKey, metadata?.ProviderUri?.ToString());
        Attributes = attributes;
    }

    public IReadOnlyDictionary<string, object?> Attributes { get; }

    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        var response = await _client.GetResponseAsync(ToMessages(chatHistory), executionSettings.ToChatOptions(kernel), cancellationToken);
        if (response.Messages.Count == 0)
        {
            return [];
        }

        // What lies before the last message belongs to the conversation that led to it.
        chatHistory.AddRange(response.Messages.SkipLast(1).Select(message => ChatContents.FromMessage(message, response)));
        return [ChatContents.FromMessage(response.Messages[^1], response)];
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        var calls = 0;
        await foreach (var update in _client.GetStreamingResponseAsync(ToMessages(chatHistory), executionSettings.ToChatOptions(kernel), cancellationToken))
        {
            yield return ChatContents.FromUpdate(update, calls);
            calls += update.Contents.Count(content => content is Extensions.AI.FunctionCallContent);
        }
    }

    private static List<ChatMessage> ToMessages(ChatHistory history) => [.. history.Select(message => message.ToChatMessage())];

    private static void AddIfKnown(Dictionary<string, object?> attributes, string key, string? value)
    {
        if (value is not null)
        {
            attributes[key] = value;
        }
    }
}
