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
    private bool _reasoned;
    private bool _groqReasoning;

    /// <summary>Whether something of the answer itself was handed out: text, reasoning, a call.</summary>
    public bool Delivered { get; private set; }

    /// <summary>Whether the provider said why it ended.</summary>
    public bool Finished { get; private set; }

    /// <summary>The chunk of an update, or null where it has nothing to say.</summary>
    /// <remarks>Looking a field up through the client's Patch takes longer than all else here: updates with text do without.</remarks>
    public StreamingChatMessageContent? Read(StreamingChatCompletionUpdate update)
    {
        var chunk = Text(update);
        if (chunk is null)
        {
            AddCalls(ref chunk, update);
            AddReasoning(ref chunk, update);
        }

        if (chunk is null)
        {
            ThrowIfError(update);
        }

        Delivered |= chunk is not null;
        AddMetadata(ref chunk, update);
        return chunk;
    }

    private static void ThrowIfError(StreamingChatCompletionUpdate update)
    {
        ref var patch = ref update.Patch;
        if (patch.TryGetJson("$.error"u8, out var error))
        {
            throw new OpenAIStreamError(JsonElement.Parse(error.Span));
        }
    }

    private StreamingChatMessageContent Chunk(string? text = null) => new(AuthorRole.Assistant, text, modelId: model.UpstreamName);

    private StreamingChatMessageContent? Text(StreamingChatCompletionUpdate update) => update.ContentUpdate.Count switch
    {
        0 => null,
        1 when update.ContentUpdate[0].Text is { Length: > 0 } text => Chunk(text),
        1 => null,
        _ => Chunk(string.Concat(update.ContentUpdate.Select(part => part.Text))),
    };

    private void AddReasoning(ref StreamingChatMessageContent? chunk, StreamingChatCompletionUpdate update)
    {
        // Whichever field held the last piece holds the next.
        var text = ReasoningIn(update, _groqReasoning);
        if (text is null && !_reasoned)
        {
            text = ReasoningIn(update, !_groqReasoning);
            _groqReasoning ^= text is not null;
        }

        if (text is not null)
        {
            _reasoned = true;
            chunk ??= Chunk();
            chunk.Items.Add(new StreamingReasoningContent(text));
        }
    }

    private static string? ReasoningIn(StreamingChatCompletionUpdate update, bool groq)
    {
        ref var patch = ref update.Patch;
        return patch.TryGetValue(groq ? "$.choices[0].delta.reasoning"u8 : "$.choices[0].delta.reasoning_content"u8, out string? text) && text is { Length: > 0 }
            ? text
            : null;
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
        if (update.FinishReason is null && update.Usage is null)
        {
            return;
        }

        var usage = OpenAIUsage.Of(update);

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
