using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using AgentHost.Context;
using AgentHost.Runs;
using Microsoft.AspNetCore.Http.Features;

namespace AgentHost.Protocols.Shapes;

/// <summary>
/// A request's JSON body, read whole and within limits. Its text is well-formed Unicode throughout:
/// .NET throws on a lone surrogate only when a string is read, too late to say where.
/// </summary>
internal static class JsonBody
{
    // Contexts nest five levels deep; tool arguments bring their own.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Reads the body, or says what is wrong with it.</summary>
    /// <exception cref="BadHttpRequestException">Not JSON by its content type (415), or too large (413).</exception>
    public static async Task<(JsonDocument? Body, ValidationError? Error)> ReadAsync(HttpContext context, RunOptions limits)
    {
        // A form or plain text needs no preflight: any web page could send it across sites.
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("Not JSON", StatusCodes.Status415UnsupportedMediaType);

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limits.MaxRequestBytes;
        var bytes = await ReadBytesAsync(context);
        if (bytes.IsEmpty) return (null, new ValidationError("missing", ["body"], "Field required", null));
        if (FindBadText(bytes.Span) is { } where) return (null, Invalid(where, "Invalid Unicode text"));
        try
        {
            return (JsonDocument.Parse(bytes, Options), null);
        }
        catch (JsonException exception)
        {
            return (null, Invalid((int)(exception.BytePositionInLine ?? 0), "Invalid JSON"));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ValidationError Invalid(int position, string error) => new("json_invalid", ["body", position], "JSON decode error", null)
    {
        Context = new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = error },
    };

    /// <summary>The position of the first byte that is no text: invalid UTF-8, or an escaped surrogate without its partner.</summary>
    private static int? FindBadText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) return 0;
        for (var i = json.IndexOf((byte)'\\'); i >= 0 && i + 1 < json.Length;)
        {
            var step = 2;
            if (TryReadEscape(json[i..], out var unit) && char.IsSurrogate(unit))
            {
                if (!char.IsHighSurrogate(unit) || !TryReadEscape(json[(i + 6)..], out var low) || !char.IsLowSurrogate(low)) return i;
                step = 12;
            }

            var next = json[(i + step)..].IndexOf((byte)'\\');
            if (next < 0) return null;
            i += step + next;
        }

        return null;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < 6 || json[0] != '\\' || json[1] != 'u') return false;
        if (!System.Buffers.Text.Utf8Parser.TryParse(json.Slice(2, 4), out ushort value, out var read, 'x') || read != 4) return false;
        unit = (char)value;
        return true;
    }
}
