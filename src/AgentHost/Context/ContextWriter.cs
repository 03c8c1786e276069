using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentHost.Context;

/// <summary>Writes the context that goes back to the client.</summary>
internal sealed class ContextWriter(ContextSeal seal)
{
    // Text as it is, not as \uXXXX: most scripts take two to three times less, in both directions. It goes into event streams
    // and requests, never into HTML.
    private static readonly JsonWriterOptions PlainText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The names and the shape of Semantic Kernel's default options, so that others who know its ChatHistory can read it.
    private static readonly JsonSerializerOptions PlainHistoryText = new() { Encoder = PlainText.Encoder };

    /// <summary>Writes the context as one JSON object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="context">The conversation with all its messages; whether it was trusted is not asked.</param>
    /// <param name="holder">Whom the seal is for.</param>
    public void Write(Utf8JsonWriter writer, ConversationContext context, SealHolder holder)
    {
        var history = PlainHistory.Copy(context.History);
        var json = JsonSerializer.SerializeToUtf8Bytes(history, PlainHistoryText);
        var summary = string.IsNullOrEmpty(context.Summary) ? null : context.Summary;

        writer.WriteStartObject();
        writer.WritePropertyName("conversation_history"u8);
        HistoryProjection.Write(writer, history);
        writer.WriteString("conversation_summary"u8, summary);
        writer.WritePropertyName("chat_history"u8);
        writer.WriteRawValue(json, skipInputValidation: true);
        writer.WriteString("seal"u8, Seal(json, summary, Math.Min(context.SummarisedCount, history.Count), holder));
        writer.WriteEndObject();
    }

    /// <summary>The context as UTF-8 JSON.</summary>
    public byte[] ToUtf8Json(ConversationContext context, SealHolder holder)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, PlainText))
            Write(writer, context, holder);
        return buffer.WrittenSpan.ToArray();
    }

    private string? Seal(ReadOnlySpan<byte> history, string? summary, int summarisedCount, SealHolder holder)
    {
        Span<byte> digest = stackalloc byte[CanonicalJson.DigestSize];
        // Plain histories have a canonical form; one too deep or with odd metadata goes out without a seal.
        return ContextDigest.TryCompute(history, summary, digest) ? seal.Seal(digest, holder, summarisedCount) : null;
    }
}
