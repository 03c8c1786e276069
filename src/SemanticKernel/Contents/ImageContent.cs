using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>An image.</summary>
public class ImageContent : BinaryContent
{
    /// <summary>An empty content.</summary>
    [JsonConstructor]
    public ImageContent()
    {
    }

    /// <summary>A content that lies elsewhere.</summary>
    /// <param name="uri">Its address; a <c>data:</c> URI is refused.</param>
    public ImageContent(Uri uri)
        : base(uri)
    {
    }

    /// <summary>A content given as a <c>data:</c> URI.</summary>
    /// <param name="dataUri">The URI.</param>
    public ImageContent(string dataUri)
        : base(dataUri)
    {
    }

    /// <summary>A content given as bytes.</summary>
    /// <param name="data">The bytes, at least one.</param>
    /// <param name="mimeType">Their media type.</param>
    public ImageContent(ReadOnlyMemory<byte> data, string? mimeType)
        : base(data, mimeType)
    {
    }
}
