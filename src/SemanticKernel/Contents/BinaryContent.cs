using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>Bytes, or the address where they lie.</summary>
[Experimental("SKEXP0001")]
public class BinaryContent : KernelContent
{
    private ReadOnlyMemory<byte>? _data;
    private string? _dataUri;
    private Uri? _uri;

    /// <summary>An empty content.</summary>
    [JsonConstructor]
    public BinaryContent()
    {
    }

    /// <summary>A content that lies elsewhere.</summary>
    /// <param name="uri">Its address; a <c>data:</c> URI is refused.</param>
    public BinaryContent(Uri uri)
    {
        Uri = uri;
    }

    /// <summary>A content given as a <c>data:</c> URI.</summary>
    /// <param name="dataUri">The URI.</param>
    /// <exception cref="UriFormatException">It is no data URI.</exception>
    public BinaryContent(string dataUri)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataUri);
        DataUri = dataUri;
    }

    /// <summary>A content given as bytes.</summary>
    /// <param name="data">The bytes, at least one.</param>
    /// <param name="mimeType">Their media type.</param>
    public BinaryContent(ReadOnlyMemory<byte> data, string? mimeType)
    {
        if (data.IsEmpty)
        {
            throw new ArgumentException("Data cannot be empty", nameof(data));
        }

        MimeType = mimeType;
        Data = data;
    }

    /// <summary>Where the content lies.</summary>
    /// <exception cref="InvalidOperationException">A <c>data:</c> URI is assigned.</exception>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Uri? Uri
    {
        get => _uri;
        set => _uri = value is { IsAbsoluteUri: true, Scheme: "data" }
            ? throw new InvalidOperationException("For DataUri contents, use DataUri property.")
            : value;
    }

    /// <summary>The content as a <c>data:</c> URI; its parameters are kept in <see cref="KernelContent.Metadata"/> under <c>data-uri-NAME</c>.</summary>
    [JsonIgnore]
    public string? DataUri
    {
        get => _dataUri ??= _data is { } data ? Internal.DataUri.Format(data.Span, MimeType, Metadata) : null;
        set
        {
            _dataUri = null;
            _data = null;
            _ = value is null ? null : ReadDataUri(value);
        }
    }

    /// <summary>The bytes.</summary>
    [JsonPropertyOrder(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReadOnlyMemory<byte>? Data
    {
        get => _data;
        set
        {
            _dataUri = null;
            _data = value;
        }
    }

    /// <summary>Whether the bytes are here.</summary>
    [JsonIgnore]
    public bool CanRead => _data is not null;

    private string ReadDataUri(string text)
    {
        var parsed = Internal.DataUri.Parse(text);
        MimeType = parsed.MimeType;
        _data = parsed.Data;
        Metadata = parsed.AddTo(Metadata);
        return _dataUri = text;
    }
}
