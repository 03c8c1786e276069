using System.Globalization;
using System.Text.Json;
using AgentHost.Plugins;

namespace AgentHost.Runs;

/// <summary>How the result of a tool reads: as text, and limited.</summary>
internal static class ToolResultText
{
    /// <summary>The result as text of at most <paramref name="maxCharacters"/> and a note of what was cut.</summary>
    public static string Of(object? result, int maxCharacters)
    {
        var text = result switch
        {
            null => "",
            string value => value,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
            IFormattable value when result.GetType().IsPrimitive || value is decimal => value.ToString(null, CultureInfo.InvariantCulture),
            _ => JsonSerializer.Serialize(result, ToolJson.Options),
        };
        return Cut(text, maxCharacters);
    }

    private static string Cut(string text, int maxCharacters)
    {
        if (text.Length <= maxCharacters) return text;
        var end = char.IsHighSurrogate(text[maxCharacters - 1]) ? maxCharacters - 1 : maxCharacters;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{text.AsSpan(0, end)}\n[cut: the result has {text.Length:N0} characters, the limit is {maxCharacters:N0}]");
    }
}
