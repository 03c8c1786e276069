using System.Text;

namespace Microsoft.SemanticKernel.Internal;

/// <summary>RFC 2397: <c>data:[mediatype][;name=value]*[;base64],data</c>.</summary>
internal sealed record DataUri(string MimeType, ReadOnlyMemory<byte> Data, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    private const string Scheme = "data:";
    private const string DefaultMimeType = "text/plain";
    private const string MetadataPrefix = "data-uri-";

    public static DataUri Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new UriFormatException("Invalid data uri format: The data URI must start with 'data:'.");
        }

        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
        {
            throw new UriFormatException("Invalid data uri format: The data URI must contain a comma separating the metadata and the data.");
        }

        var parts = text[Scheme.Length..comma].Split(';');
        var isBase64 = parts[^1].Equals("base64", StringComparison.OrdinalIgnoreCase) && parts.Length > 1;
        var parameters = parts[1..(isBase64 ? ^1 : ^0)].Select(ParseParameter).ToList();
        return new DataUri(parts[0].Length == 0 ? DefaultMimeType : parts[0], Decode(text[(comma + 1)..], isBase64), parameters);
    }

    public static string Format(ReadOnlySpan<byte> data, string? mimeType, IReadOnlyDictionary<string, object?>? metadata)
    {
        var builder = new StringBuilder(Scheme).Append(mimeType);
        foreach (var (key, value) in metadata ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            if (key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                builder.Append(';').Append(key, MetadataPrefix.Length, key.Length - MetadataPrefix.Length).Append('=').Append(value);
            }
        }

        return builder.Append(";base64,").Append(Convert.ToBase64String(data)).ToString();
    }

    public IReadOnlyDictionary<string, object?>? AddTo(IReadOnlyDictionary<string, object?>? metadata)
    {
        if (Parameters.Count == 0)
        {
            return metadata;
        }

        var merged = new Dictionary<string, object?>(metadata ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in Parameters)
        {
            merged[MetadataPrefix + name.ToLowerInvariant()] = value;
        }

        return merged;
    }

    private static KeyValuePair<string, string> ParseParameter(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(part[..equals], part[(equals + 1)..])
            : throw new UriFormatException("Invalid data uri format: Parameters must have \"name=value\" format.");
    }

    private static ReadOnlyMemory<byte> Decode(string data, bool isBase64)
    {
        if (!isBase64)
        {
            return Encoding.UTF8.GetBytes(Uri.UnescapeDataString(data));
        }

        try
        {
            return Convert.FromBase64String(data);
        }
        catch (FormatException exception)
        {
            throw new UriFormatException("Invalid data uri format: The data is not a valid base64 string.", exception);
        }
    }
}
