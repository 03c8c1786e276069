using System.Text.Json;
using Microsoft.Extensions.AI;
using AI = Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Turns the contents of Semantic Kernel into those of Microsoft.Extensions.AI and back.</summary>
internal static class ChatContents
{
    public static AIContent? ToAI(KernelContent content)
    {
        AIContent? result = content switch
        {
            TextContent text => new AI.TextContent(text.Text),
            ReasoningContent reasoning => new TextReasoningContent(reasoning.Text),
            ImageContent image => ToAI(image, "image/*"),
            AudioContent audio => ToAI(audio, "audio/*"),
            BinaryContent binary => ToAI(binary, "application/octet-stream"),
            FunctionCallContent call => new AI.FunctionCallContent(call.Id ?? string.Empty, Internal.FunctionName.Join(call.FunctionName, call.PluginName, "_"), call.Arguments),
            FunctionResultContent functionResult => new AI.FunctionResultContent(functionResult.CallId ?? string.Empty, functionResult.Result),
            _ => null,
        };
        if (result is not null)
        {
            result.RawRepresentation = content.InnerContent;
            result.AdditionalProperties = content.Metadata is null ? null : new AdditionalPropertiesDictionary(content.Metadata);
        }

        return result;
    }

    public static ChatMessageContent FromMessage(ChatMessage message, ChatResponse response)
    {
        var items = new ChatMessageContentItemCollection();
        foreach (var content in message.Contents)
        {
            if (FromAI(content) is { } item)
            {
                item.ModelId = response.ModelId;
                item.InnerContent ??= content.RawRepresentation;
                items.Add(item);
            }
        }

        var metadata = Metadata(message.AdditionalProperties, response.ResponseId, response.CreatedAt, response.FinishReason, response.Usage);
        return new ChatMessageContent(new AuthorRole(message.Role.Value), items, response.ModelId, response.RawRepresentation ?? message.RawRepresentation ?? response, metadata: metadata)
        {
            AuthorName = message.AuthorName,
        };
    }

    /// <summary>A piece of a message.</summary>
    /// <param name="update">The piece.</param>
    /// <param name="callIndex">The index of the piece's first function call among those of the answer.</param>
    public static StreamingChatMessageContent FromUpdate(ChatResponseUpdate update, int callIndex)
    {
        var usage = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details;
        var result = new StreamingChatMessageContent(
            update.Role is { } role ? new AuthorRole(role.Value) : null,
            content: null,
            update.RawRepresentation ?? update,
            modelId: update.ModelId,
            metadata: Metadata(update.AdditionalProperties, update.ResponseId, update.CreatedAt, update.FinishReason, usage))
        {
            AuthorName = update.AuthorName,
        };
        foreach (var content in update.Contents)
        {
            StreamingKernelContent? item = content switch
            {
                AI.TextContent text => new StreamingTextContent(text.Text),
                TextReasoningContent reasoning => new StreamingReasoningContent(reasoning.Text),
                AI.FunctionCallContent call => new StreamingFunctionCallUpdateContent(call.CallId, call.Name, Json(call.Arguments), callIndex++),
                _ => null,
            };
            if (item is not null)
            {
                item.ModelId = update.ModelId;
                item.InnerContent = content.RawRepresentation ?? content;
                result.Items.Add(item);
            }
        }

        return result;
    }

    private static AIContent? ToAI(BinaryContent content, string mimeType) => content switch
    {
        { Data: { } data } => new DataContent(data, content.MimeType ?? mimeType),
        { Uri: { } uri } => new UriContent(uri, content.MimeType ?? mimeType),
        _ => null,
    };

    private static KernelContent? FromAI(AIContent content) => content switch
    {
        AI.TextContent text => new TextContent(text.Text),
        TextReasoningContent reasoning => new ReasoningContent(reasoning.Text),
        DataContent data => FromData(data),
        UriContent uri when uri.HasTopLevelMediaType("image") => new ImageContent(uri.Uri) { MimeType = uri.MediaType },
        UriContent uri when uri.HasTopLevelMediaType("audio") => new AudioContent(uri.Uri) { MimeType = uri.MediaType },
        UriContent uri => new BinaryContent(uri.Uri) { MimeType = uri.MediaType },
        AI.FunctionCallContent call => new FunctionCallContent(call.Name, pluginName: null, call.CallId, call.Arguments is null ? null : new KernelArguments(call.Arguments)) { Exception = call.Exception },
        AI.FunctionResultContent functionResult => new FunctionResultContent(callId: functionResult.CallId, result: functionResult.Result),
        _ => null,
    };

    private static BinaryContent FromData(DataContent data) => data switch
    {
        _ when data.HasTopLevelMediaType("image") => new ImageContent(data.Data, data.MediaType),
        _ when data.HasTopLevelMediaType("audio") => new AudioContent(data.Data, data.MediaType),
        _ => new BinaryContent(data.Data, data.MediaType),
    };

    private static string? Json(IDictionary<string, object?>? arguments) =>
        arguments is null ? null : JsonSerializer.Serialize(arguments, AIJsonUtilities.DefaultOptions);

    private static Dictionary<string, object?>? Metadata(AdditionalPropertiesDictionary? properties, string? id, DateTimeOffset? createdAt, ChatFinishReason? finishReason, UsageDetails? usage)
    {
        var metadata = new Dictionary<string, object?>(properties ?? [], StringComparer.Ordinal);
        Add("Id", id);
        Add("CreatedAt", createdAt);
        Add("FinishReason", finishReason?.Value);
        Add("Usage", usage);
        return metadata.Count == 0 ? null : metadata;

        void Add(string key, object? value)
        {
            if (value is not null)
            {
                metadata[key] = value;
            }
        }
    }
}
