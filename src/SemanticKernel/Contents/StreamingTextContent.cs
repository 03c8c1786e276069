using System.Text;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of text.</summary>
public class StreamingTextContent : StreamingKernelContent
{
    /// <summary>A piece of text as a connector makes it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="choiceIndex">Which of several answers it belongs to, from 0.</param>
    /// <param name="modelId">The model that made it.</param>
    /// <param name="innerContent">The provider's own object.</param>
    /// <param name="encoding">The text's encoding, UTF-8 when null.</param>
    /// <param name="metadata">Further facts.</param>
    [JsonConstructor]
    public StreamingTextContent(string? text, int choiceIndex = 0, string? modelId = null, object? innerContent = null, Encoding? encoding = null, IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, choiceIndex, modelId, metadata)
    {
        Text = text;
        Encoding = encoding ?? Encoding.UTF8;
    }

    /// <summary>The text.</summary>
    public string? Text { get; set; }

    /// <summary>The text's encoding; never serialised.</summary>
    [JsonIgnore]
    public Encoding Encoding { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Text ?? string.Empty;

    /// <inheritdoc/>
    public override byte[] ToByteArray() => Encoding.GetBytes(ToString());
}
