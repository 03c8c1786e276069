using System.IO.Compression;

namespace AgentHost.Plugins.Net;

/// <summary>Undoes a response's content encoding, with a limit on both sides.</summary>
internal static class ContentDecoder
{
    public const string Accepted = "gzip, deflate, br";

    public static Stream Open(Stream wire, ICollection<string> encodings, int limit)
    {
        var counted = new LimitedStream(wire, limit);
        return encodings.Count switch
        {
            0 => counted,
            1 => new LimitedStream(Decode(counted, encodings.First()), limit),
            _ => throw Unknown(string.Join(", ", encodings)),
        };
    }

    private static Stream Decode(Stream stream, string encoding) => encoding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
        "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
        "br" => new BrotliStream(stream, CompressionMode.Decompress),
        "identity" => stream,
        _ => throw Unknown(encoding),
    };

    private static WebFetchException Unknown(string encoding) => new(WebFetchFailure.ContentType,
        $"the content is encoded as {Words.Short(encoding)}, which is not supported");
}
