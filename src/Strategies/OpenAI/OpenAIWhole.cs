using System.ClientModel;
using System.Text.Json;
using AgentHost.Strategies.Tools;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using OpenAI.Chat;
using SemanticMessage = Microsoft.SemanticKernel.ChatMessageContent;

namespace AgentHost.Strategies.OpenAI;

/// <summary>Reads an answer that came in one piece.</summary>
internal static class OpenAIWhole
{
    public static SemanticMessage Read(ClientResult<ChatCompletion> result, ModelOptions model, ToolNames names)
    {
        var completion = result.Value;
        RequireFinishReason(result.GetRawResponse().Content);
        var items = new ChatMessageContentItemCollection();
        var text = string.Concat(completion.Content.Select(part => part.Text));
        if (text.Length > 0)
        {
            items.Add(new TextContent(text));
        }

        AddReasoning(items, completion);
        AddCalls(items, completion, names);
        return new SemanticMessage(AuthorRole.Assistant, items, model.UpstreamName, metadata: Metadata(completion));
    }

    // The client takes a missing reason for "stop".
    private static void RequireFinishReason(BinaryData body)
    {
        using var json = JsonDocument.Parse(body);
        if (!json.RootElement.GetProperty("choices")[0].TryGetProperty("finish_reason", out var reason) || reason.ValueKind != JsonValueKind.String)
        {
            throw new IOException("The answer ended without a finish reason.");
        }
    }

    private static void AddReasoning(ChatMessageContentItemCollection items, ChatCompletion completion)
    {
        ref var patch = ref completion.Patch;
        if ((patch.TryGetValue("$.choices[0].message.reasoning_content"u8, out string? reasoning)
            || patch.TryGetValue("$.choices[0].message.reasoning"u8, out reasoning)) && !string.IsNullOrEmpty(reasoning))
        {
            items.Add(new ReasoningContent(reasoning));
        }
    }

    // The same builder that reads fragments: both ways must give the same calls, also for malformed arguments.
    private static void AddCalls(ChatMessageContentItemCollection items, ChatCompletion completion, ToolNames names)
    {
        var builder = new FunctionCallContentBuilder();
        var chunk = new StreamingChatMessageContent(AuthorRole.Assistant, content: null);
        for (var index = 0; index < completion.ToolCalls.Count; index++)
        {
            var call = completion.ToolCalls[index];
            chunk.Items.Add(new StreamingFunctionCallUpdateContent(call.Id, names.FromWire(call.FunctionName), call.FunctionArguments.ToString(), index));
        }

        builder.Append(chunk);
        foreach (var call in builder.Build())
        {
            items.Add(call);
        }
    }

    private static Dictionary<string, object?> Metadata(ChatCompletion completion)
    {
        var metadata = new Dictionary<string, object?>(2, StringComparer.Ordinal) { [ChatMetadata.FinishReason] = OpenAIFinish.Name(completion.FinishReason) };
        if (completion.Usage is { } usage)
        {
            metadata[ChatMetadata.Usage] = OpenAIUsage.Of(usage);
        }

        return metadata;
    }
}
