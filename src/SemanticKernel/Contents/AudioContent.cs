using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A sound.</summary>
[Experimental("SKEXP0001")]
public class AudioContent : BinaryContent
{
    /// <summary>An empty content.</summary>
    [JsonConstructor]
    public AudioContent()
    {
    }

    /// <summary>A content that lies elsewhere.</summary>
    /// <param name="uri">Its address; a <c>data:</c> URI is refused.</param>
    public AudioContent(Uri uri)
        : base(uri)
    {
    }

    /// <summary>A content given as a <c>data:</c> URI.</summary>
    /// <param name="dataUri">The URI.</param>
    public AudioContent(string dataUri)
        : base(dataUri)
    {
    }

    /// <summary>A content given as bytes.</summary>
    /// <param name="data">The bytes, at least one.</param>
    /// <param name="mimeType">Their media type.</param>
    public AudioContent(ReadOnlyMemory<byte> data, string? mimeType)
        : base(data, mimeType)
    {
    }
}
