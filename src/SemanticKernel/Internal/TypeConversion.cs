using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.SemanticKernel.Internal;

/// <summary>Turns arguments, which models and templates give as text or JSON, into what parameters want; and results into text.</summary>
internal static class TypeConversion
{
    /// <summary>A value as text: lists of strings one a line, numbers and dates as a culture writes them.</summary>
    public static string? ToText(object? value, CultureInfo? culture) => value switch
    {
        null => null,
        string text => text,
        List<string> lines => string.Join('\n', lines),
        IFormattable formattable => formattable.ToString(format: null, culture ?? CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>A value as a type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value can't be one.</exception>
    public static object? To(Type type, object? value, string name, CultureInfo? culture, JsonSerializerOptions? options)
    {
        if (value is null || type.IsInstanceOfType(value))
        {
            return value;
        }

        try
        {
            return Convert(Nullable.GetUnderlyingType(type) ?? type, value, culture ?? CultureInfo.InvariantCulture, options ?? SchemaBuilder.DefaultOptions);
        }
        catch (Exception exception) when (IsConversionError(exception))
        {
            throw new ArgumentOutOfRangeException(name, value, exception.Message);
        }
    }

    private static object? Convert(Type type, object value, CultureInfo culture, JsonSerializerOptions options)
    {
        if (type == typeof(string))
        {
            return ToText(value, culture);
        }

        return value switch
        {
            string text => FromText(type, text, culture, options),
            JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
            JsonElement { ValueKind: JsonValueKind.String } element => FromJsonText(type, element, culture, options),
            JsonElement element => element.Deserialize(type, options),
            JsonDocument document => document.Deserialize(type, options),
            JsonNode node => node.Deserialize(type, options),
            _ => FromObject(type, value, culture, options),
        };
    }

    private static object? FromText(Type type, string text, CultureInfo culture, JsonSerializerOptions options) =>
        TryGetConverter(type, out var converter)
            ? converter.ConvertFrom(context: null, culture, text)
            : JsonSerializer.Deserialize(text, type, options);

    private static object? FromJsonText(Type type, JsonElement element, CultureInfo culture, JsonSerializerOptions options)
    {
        if (TryGetConverter(type, out _))
        {
            return FromText(type, element.GetString()!, culture, options);
        }

        try
        {
            return element.Deserialize(type, options);
        }
        catch (JsonException)
        {
            // A model may give an object as a string of JSON.
            return JsonSerializer.Deserialize(element.GetString()!, type, options);
        }
    }

    private static object? FromObject(Type type, object value, CultureInfo culture, JsonSerializerOptions options)
    {
        if (type.IsEnum && value is byte or sbyte or short or ushort or int or uint or long or ulong)
        {
            return Enum.ToObject(type, value);
        }

        var converter = TypeDescriptor.GetConverter(type);
        if (converter.CanConvertFrom(value.GetType()))
        {
            return converter.ConvertFrom(context: null, culture, value);
        }

        return value is IConvertible && typeof(IConvertible).IsAssignableFrom(type)
            ? System.Convert.ChangeType(value, type, culture)
            : JsonSerializer.SerializeToElement(value, options).Deserialize(type, options);
    }

    private static bool TryGetConverter(Type type, [NotNullWhen(true)] out TypeConverter? converter)
    {
        converter = TypeDescriptor.GetConverter(type);
        return converter.CanConvertFrom(typeof(string));
    }

    private static bool IsConversionError(Exception exception) =>
        exception is ArgumentException or FormatException or OverflowException or InvalidCastException or JsonException or NotSupportedException or InvalidOperationException;
}
