using System.Text;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>Text.</summary>
public sealed class TextContent : KernelContent
{
    /// <summary>An empty text.</summary>
    [JsonConstructor]
    public TextContent()
    {
        Encoding = Encoding.UTF8;
    }

    /// <summary>A text as a connector makes it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="modelId">The model that made it.</param>
    /// <param name="innerContent">The provider's own object.</param>
    /// <param name="encoding">The text's encoding, UTF-8 when null.</param>
    /// <param name="metadata">Further facts.</param>
    public TextContent(string? text, string? modelId = null, object? innerContent = null, Encoding? encoding = null, IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, modelId, metadata)
    {
        Text = text;
        Encoding = encoding ?? Encoding.UTF8;
    }

    /// <summary>The text.</summary>
    public string? Text { get; set; }

    /// <summary>The text's encoding; never serialised.</summary>
    [JsonIgnore]
    public Encoding Encoding { get; set; }

    /// <summary>Makes a text content of a string.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator TextContent(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? string.Empty;
}
