using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentHost.Plugins;

/// <summary>Fills the placeholders of a tool's action with a call's arguments.</summary>
internal sealed class ToolActionText(string template)
{
    public const int MaxLength = 200;
    private const int MaxValue = 100;

    public string Fill(IEnumerable<KeyValuePair<string, object?>> arguments)
    {
        var values = arguments.DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        var text = new StringBuilder();
        var rest = template.AsSpan();
        // In one pass, so that braces in a value stay what they are.
        while (rest.IndexOf('{') is >= 0 and var open && rest[open..].IndexOf('}') is > 0 and var length)
        {
            text.Append(rest[..open]);
            text.Append(Words.Short(Show(values.GetValueOrDefault(rest.Slice(open + 1, length - 1).ToString())), MaxValue));
            rest = rest[(open + length + 1)..];
        }

        return Words.Short(text.Append(rest).ToString(), MaxLength - 1);
    }

    private static string Show(object? value) => value switch
    {
        null => "",
        // Semantic Kernel's builder hands lists on as their JSON text.
        string text when text.StartsWith('[') && TryReadList(text, out var items) => items,
        string text => text,
        JsonElement { ValueKind: JsonValueKind.Array } array => string.Join(", ", array.EnumerateArray().Select(item => Show(item))),
        JsonElement { ValueKind: JsonValueKind.String } text => Text(text),
        JsonElement element => element.GetRawText(),
        IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Show)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static bool TryReadList(string text, out string items)
    {
        try
        {
            using var list = JsonDocument.Parse(text);
            items = Show(list.RootElement);
            return true;
        }
        catch (JsonException)
        {
            items = text;
            return false;
        }
    }

    // A lone surrogate in a model's arguments can't be read as a string.
    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText();
        }
    }
}
