using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace AgentHost.Validation;

/// <summary>
/// Finds JSON whose strings or keys are no Unicode text. System.Text.Json parses it and throws later, when a string is
/// read or written.
/// </summary>
internal static class UnicodeJson
{
    private const int MaxDepth = 1000;

    /// <summary>Whether all strings and keys in a value can be read: valid UTF-8 and no lone surrogates.</summary>
    public static bool IsValid(JsonElement value)
    {
        var json = JsonMarshal.GetRawUtf8Value(value);
        if (!Utf8.IsValid(json))
            return false;
        var mayHaveSurrogates = json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;
        return !mayHaveSurrogates || EscapesAreValid(json);
    }

    private static bool EscapesAreValid(ReadOnlySpan<byte> json)
    {
        var scratch = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                    reader.CopyString(scratch);
            }
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }
}
