using System.Globalization;
using System.Runtime.CompilerServices;
using AgentHost.Strategies.Tools;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using UsageDetails = Microsoft.Extensions.AI.UsageDetails;

namespace AgentHost.Strategies.Offline;

/// <summary>The rules behind the interface of a model: the same kinds of chunks, in the same order, as a provider's stream.</summary>
internal sealed class OfflineChatService(ModelOptions model) : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes { get; } =
        new Dictionary<string, object?>(StringComparer.Ordinal) { [AIServiceExtensions.ModelIdKey] = model.UpstreamName };

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = Decide(chatHistory, executionSettings, kernel);
        var items = new ChatMessageContentItemCollection { new TextContent(answer.Text) };
        var builder = new FunctionCallContentBuilder();
        builder.Append(Chunk(chatHistory, answer.Calls, half: 0));
        builder.Append(Chunk(chatHistory, answer.Calls, half: 1));
        foreach (var call in builder.Build())
        {
            items.Add(call);
        }

        var message = new ChatMessageContent(AuthorRole.Assistant, items, model.UpstreamName, metadata: Metadata(chatHistory, answer));
        return Task.FromResult<IReadOnlyList<ChatMessageContent>>([message]);
    }

#pragma warning disable CS1998 // The rules need nothing to wait for; the interface is that of a stream.
    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
#pragma warning restore CS1998
    {
        var answer = Decide(chatHistory, executionSettings, kernel);
        foreach (var word in Words(answer.Text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StreamingChatMessageContent(AuthorRole.Assistant, word, modelId: model.UpstreamName);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (answer.Calls.Count > 0)
        {
            yield return Chunk(chatHistory, answer.Calls, half: 0);
            yield return Chunk(chatHistory, answer.Calls, half: 1);
        }

        yield return new StreamingChatMessageContent(AuthorRole.Assistant, content: null, modelId: model.UpstreamName, metadata: Metadata(chatHistory, answer));
    }

    private static OfflineAnswer Decide(ChatHistory history, PromptExecutionSettings? settings, Kernel? kernel) =>
        OfflineRules.Answer(history, OfferedTools.From(history, settings, kernel));

    // Arguments come in two fragments: what reads them must put them together, as with a real provider.
    private StreamingChatMessageContent Chunk(ChatHistory history, IReadOnlyList<OfflineCall> calls, int half)
    {
        var chunk = new StreamingChatMessageContent(AuthorRole.Assistant, content: null, modelId: model.UpstreamName);
        for (var index = 0; index < calls.Count; index++)
        {
            var arguments = calls[index].Arguments;
            var middle = arguments.Length / 2;
            var id = string.Create(CultureInfo.InvariantCulture, $"call_{history.Count}_{index}");
            chunk.Items.Add(half == 0
                ? new StreamingFunctionCallUpdateContent(id, calls[index].Name, arguments[..middle], index)
                : new StreamingFunctionCallUpdateContent(callId: null, name: null, arguments[middle..], index));
        }

        return chunk;
    }

    private static Dictionary<string, object?> Metadata(ChatHistory history, OfflineAnswer answer)
    {
        // Words stand in for tokens: there is no tokenizer where there is no model.
        var input = history.Sum(message => Words(OfflineText.Of(message)).Count());
        var output = Words(answer.Text).Count();
        return new Dictionary<string, object?>(2, StringComparer.Ordinal)
        {
            [ChatMetadata.FinishReason] = answer.Calls.Count > 0 ? ChatFinishReasons.ToolCalls : ChatFinishReasons.Stop,
            [ChatMetadata.Usage] = new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output },
        };
    }

    /// <summary>Words with the space that follows them: joined they are the text again.</summary>
    private static IEnumerable<string> Words(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var space = text.IndexOf(' ', start);
            var end = space < 0 ? text.Length : space + 1;
            yield return text[start..end];
            start = end;
        }
    }
}
