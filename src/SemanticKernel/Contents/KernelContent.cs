using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of what goes to, or comes from, a model: text, an image, a function call and so on.</summary>
/// <remarks>In JSON the concrete class is named by <c>$type</c>, which must be the first property.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor)]
[JsonDerivedType(typeof(TextContent), "TextContent")]
[JsonDerivedType(typeof(ImageContent), "ImageContent")]
[JsonDerivedType(typeof(FunctionCallContent), "FunctionCallContent")]
[JsonDerivedType(typeof(FunctionResultContent), "FunctionResultContent")]
[JsonDerivedType(typeof(BinaryContent), "BinaryContent")]
[JsonDerivedType(typeof(AudioContent), "AudioContent")]
[JsonDerivedType(typeof(ChatMessageContent), "ChatMessageContent")]
[JsonDerivedType(typeof(ReasoningContent), "ReasoningContent")]
public abstract class KernelContent
{
    /// <summary>An empty content.</summary>
    protected KernelContent()
    {
    }

    /// <summary>A content as a connector makes it.</summary>
    /// <param name="innerContent">The provider's own object that this content was made from.</param>
    /// <param name="modelId">The model that made it.</param>
    /// <param name="metadata">Further facts.</param>
    protected KernelContent(object? innerContent, string? modelId = null, IReadOnlyDictionary<string, object?>? metadata = null)
    {
        ModelId = modelId;
        InnerContent = innerContent;
        Metadata = metadata;
    }

    /// <summary>The media type, like <c>image/png</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MimeType { get; set; }

    /// <summary>The provider's own object that this content was made from; never serialised.</summary>
    [JsonIgnore]
    public object? InnerContent { get; set; }

    /// <summary>The model that made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelId { get; set; }

    /// <summary>Further facts; read from JSON, every value is a <see cref="System.Text.Json.JsonElement"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object?>? Metadata { get; set; }
}
