using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of what a model streams.</summary>
public abstract class StreamingKernelContent
{
    /// <summary>An empty piece.</summary>
    protected StreamingKernelContent()
    {
    }

    /// <summary>A piece as a connector makes it.</summary>
    /// <param name="innerContent">The provider's own object.</param>
    /// <param name="choiceIndex">Which of several answers it belongs to, from 0.</param>
    /// <param name="modelId">The model that made it.</param>
    /// <param name="metadata">Further facts.</param>
    protected StreamingKernelContent(object? innerContent, int choiceIndex = 0, string? modelId = null, IReadOnlyDictionary<string, object?>? metadata = null)
    {
        InnerContent = innerContent;
        ChoiceIndex = choiceIndex;
        ModelId = modelId;
        Metadata = metadata;
    }

    /// <summary>Which of several answers the piece belongs to, from 0.</summary>
    public int ChoiceIndex { get; set; }

    /// <summary>The provider's own object; never serialised.</summary>
    [JsonIgnore]
    public object? InnerContent { get; set; }

    /// <summary>The model that made it.</summary>
    public string? ModelId { get; set; }

    /// <summary>Further facts.</summary>
    public IReadOnlyDictionary<string, object?>? Metadata { get; set; }

    /// <summary>The piece as text.</summary>
    public abstract override string ToString();

    /// <summary>The piece as bytes.</summary>
    public abstract byte[] ToByteArray();
}
