using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentHost.Context;

/// <summary>
/// Turns arguments and results into values that keep their meaning through JSON and back: null, strings, booleans,
/// numbers, and <see cref="JsonElement"/> for lists and objects.
/// </summary>
internal static class PlainValue
{
    // A value lies eight levels deep in a request's body, and the whole body may have no more than 64.
    private const int MaxDepth = CanonicalJson.MaxDepth - 8;

    /// <summary>The plain form of a value.</summary>
    public static object? From(object? value) => value switch
    {
        null or string or bool or int or long => value,
        JsonElement element => From(element),
        // An exception has no JSON, and its text is for the log alone.
        Exception => "The tool failed.",
        _ => From(ToElement(value)),
    };

    /// <summary>The value as text: strings as they are, the rest as JSON.</summary>
    public static string Text(object? value) => From(value) switch
    {
        null => "",
        string text => text,
        { } plain => JsonSerializer.Serialize(plain),
    };

    private static object? From(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return null;
        var json = JsonMarshal.GetRawUtf8Value(element);
        // What has no digest cannot be sealed; as text it can.
        if (!CanonicalJson.TryDigest([], null, json, stackalloc byte[CanonicalJson.DigestSize], MaxDepth))
            return Encoding.UTF8.GetString(json);
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => Number(element, json),
            _ => element,
        };
    }

    // As a number of .NET only where that writes the same digits again.
    private static object Number(JsonElement element, ReadOnlySpan<byte> json)
    {
        if (element.TryGetInt64(out var integer))
            return integer;
        return JsonSerializer.SerializeToUtf8Bytes(element.GetDouble()).AsSpan().SequenceEqual(json) ? element.GetDouble() : element;
    }

    private static JsonElement ToElement(object value)
    {
        try
        {
            return JsonSerializer.SerializeToElement(value, value.GetType());
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException or ArgumentException)
        {
            return JsonSerializer.SerializeToElement(value.ToString());
        }
    }
}
