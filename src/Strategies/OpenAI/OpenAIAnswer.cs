using System.Text.Json;
using AgentHost.Strategies.Tools;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using OpenAI.Chat;

namespace AgentHost.Strategies.OpenAI;

/// <summary>Reads one streamed answer, update for update, into chunks without any type of the client's.</summary>
internal sealed class OpenAIAnswer(ModelOptions model, ToolNames names)
{
    private readonly OpenAIToolCalls _calls = new(names);

    /// <summary>Whether something of the answer itself was handed out: text, reasoning, a call.</summary>
    public bool Delivered { get; private set; }

    /// <summary>Whether the provider said why it ended.</summary>
    public bool Finished { get; private set; }

    /// <summary>The chunk of an update, or null where it has nothing to say.</summary>
    public StreamingChatMessageContent? Read(StreamingChatCompletionUpdate update)
    {
        ref var patch = ref update.Patch;
        if (patch.Contains("$.error"u8))
        {
            throw new OpenAIStreamError(patch.TryGetJson("$.error"u8, out var error) ? JsonElement.Parse(error.Span) : default);
        }

        var chunk = Text(update);
        AddReasoning(ref chunk, update);
        AddCalls(ref chunk, update);
        Delivered |= chunk is not null;
        AddMetadata(ref chunk, update);
        return chunk;
    }

    private StreamingChatMessageContent Chunk(string? text = null) => new(AuthorRole.Assistant, text, modelId: model.UpstreamName);

    private StreamingChatMessageContent? Text(StreamingChatCompletionUpdate update) => update.ContentUpdate.Count switch
    {
        0 => null,
        1 => update.ContentUpdate[0].Text is { Length: > 0 } text ? Chunk(text) : null,
        _ => Chunk(string.Concat(update.ContentUpdate.Select(part => part.Text))),
    };

    private void AddReasoning(ref StreamingChatMessageContent? chunk, StreamingChatCompletionUpdate update)
    {
        ref var patch = ref update.Patch;
        if ((patch.TryGetValue("$.choices[0].delta.reasoning_content"u8, out string? text)
            || patch.TryGetValue("$.choices[0].delta.reasoning"u8, out text)) && !string.IsNullOrEmpty(text))
        {
            chunk ??= Chunk();
            chunk.Items.Add(new StreamingReasoningContent(text));
        }
    }

    private void AddCalls(ref StreamingChatMessageContent? chunk, StreamingChatCompletionUpdate update)
    {
        foreach (var call in update.ToolCallUpdates)
        {
            chunk ??= Chunk();
            chunk.Items.Add(_calls.Read(call));
        }
    }

    private void AddMetadata(ref StreamingChatMessageContent? chunk, StreamingChatCompletionUpdate update)
    {
        var usage = OpenAIUsage.Of(update);
        if (update.FinishReason is null && usage is null)
        {
            return;
        }

        var metadata = new Dictionary<string, object?>(2, StringComparer.Ordinal);
        if (update.FinishReason is { } reason)
        {
            Finished = true;
            metadata[ChatMetadata.FinishReason] = OpenAIFinish.Name(reason);
        }

        if (usage is not null)
        {
            metadata[ChatMetadata.Usage] = usage;
        }

        chunk ??= Chunk();
        chunk.Metadata = metadata;
    }
}
