using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace AgentHost.Context;

/// <summary>
/// The SHA-256 of a canonical form of JSON. Values that mean the same have the same digest however a client wrote
/// them: object keys are sorted by their UTF-8 bytes, numbers are IEEE doubles, strings are unescaped UTF-8, white
/// space is gone. Every value begins with a tag of its kind, numbers have eight bytes, strings, arrays and objects an
/// end mark: a prefix code, so no two different values have the same form.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>How deep arrays and objects may nest; System.Text.Json's own default for reading and writing.</summary>
    public const int MaxDepth = 64;

    /// <summary>The size of a digest in bytes.</summary>
    public const int DigestSize = SHA256.HashSizeInBytes;

    /// <summary>Writes the digest of a value.</summary>
    /// <returns>False for what has no canonical form: repeated keys, lone surrogates, broken UTF-8, numbers beyond a double, too deep.</returns>
    public static bool TryDigest(JsonElement value, Span<byte> digest) =>
        TryDigest([], null, JsonMarshal.GetRawUtf8Value(value), digest);

    /// <summary>Writes the digest of a purpose, a text and a UTF-8 JSON value together.</summary>
    /// <param name="purpose">Bytes that keep one use of a digest apart from another.</param>
    /// <param name="text">A text, or null; counts as a JSON string or null would.</param>
    /// <param name="json">One JSON value, without comments or trailing commas.</param>
    /// <param name="digest">Takes <see cref="DigestSize"/> bytes.</param>
    /// <param name="maxDepth">How deep the value may nest.</param>
    /// <returns>False for text that is no JSON, or has no canonical form.</returns>
    public static bool TryDigest(ReadOnlySpan<byte> purpose, string? text, ReadOnlySpan<byte> json, Span<byte> digest, int maxDepth = MaxDepth)
    {
        // One buffer and one hash call: an incremental hash fed token by token spends its time in calls.
        var canonical = new CanonicalBuffer(purpose.Length + json.Length + 1024);
        try
        {
            canonical.WriteRaw(purpose);
            canonical.WriteText(text);
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
            reader.Read();
            canonical.WriteValue(ref reader);
            SHA256.HashData(canonical.Written, digest);
            return !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            canonical.Dispose();
        }
    }
}
