using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace AgentHost.Tests.Context;

/// <summary>Random JSON, ways to write the same value differently, and ways to change it.</summary>
internal static class JsonValues
{
    private static readonly string[] Texts = ["", "a", "key", "Text", "$type", "1", "10", "2", "é", "日本語", "\U0001F44B\U0001F3FD", "\u2028", "a/b", "\\", "\"", "\u0001", "\uE000", "<b>", "\0"];
    private static readonly double[] Numbers = [0, -0.0, 1, -1, 1.5, 0.1, 1e21, 1e-7, 5e-324, double.MaxValue, 9007199254740993, 12345678901234567890, -12];

    /// <summary>Any JSON value, a few levels deep.</summary>
    public static Gen<JsonNode?> Any { get; } = Gen.Sized(size => OfDepth(Math.Min(3, size)));

    /// <summary>The same value in other bytes: keys in another order, other escapes, numbers and white space.</summary>
    public static string Rewrite(JsonNode? node, Random random)
    {
        var text = new StringBuilder();
        Write(node, random, text);
        return text.ToString();
    }

    /// <summary>All the values that come from changing one place of this one.</summary>
    public static IEnumerable<JsonNode?> Changes(JsonNode? node) => node switch
    {
        JsonObject o => Changes(o),
        JsonArray a => Changes(a),
        null => [JsonValue.Create(false), JsonValue.Create(0), JsonValue.Create(""), new JsonArray(), new JsonObject()],
        _ when node.GetValueKind() == JsonValueKind.String =>
            [JsonValue.Create(node.GetValue<string>() + "x"), JsonValue.Create(node.GetValue<string>() + "\0"), null],
        _ when node.GetValueKind() == JsonValueKind.Number =>
            [JsonValue.Create(Neighbour(node.GetValue<double>())), JsonValue.Create(node.ToJsonString()), null],
        _ => [JsonValue.Create(node.GetValueKind() == JsonValueKind.False), JsonValue.Create(1), null],
    };

    private static IEnumerable<JsonNode?> Changes(JsonObject node)
    {
        var unused = Enumerable.Range(0, 100).Select(i => $"new{i}").First(key => !node.ContainsKey(key));
        yield return new JsonObject(node.Select(Copy).Append(KeyValuePair.Create<string, JsonNode?>(unused, null)));
        foreach (var key in node.Select(member => member.Key))
        {
            yield return new JsonObject(node.Where(member => member.Key != key).Select(Copy));
            yield return new JsonObject(node.Select(Copy).Select(member => member.Key == key ? new(unused, member.Value) : member));
            foreach (var changed in Changes(node[key]))
                yield return new JsonObject(node.Select(Copy).Select(member => member.Key == key ? new(key, Copy(changed)) : member));
        }
    }

    private static IEnumerable<JsonNode?> Changes(JsonArray node)
    {
        yield return new JsonArray([.. node.Select(Copy), null]);
        foreach (var index in Enumerable.Range(0, node.Count))
        {
            yield return new JsonArray([.. node.Where((_, i) => i != index).Select(Copy)]);
            foreach (var changed in Changes(node[index]))
                yield return new JsonArray([.. node.Select((item, i) => Copy(i == index ? changed : item))]);
        }
    }

    private static Gen<JsonNode?> OfDepth(int depth) => depth == 0 ? Leaf : Gen.OneOf(Leaf, Array(depth), Object(depth));

    private static Gen<JsonNode?> Leaf { get; } = Gen.OneOf(
        Gen.Constant<JsonNode?>(null),
        Gen.Elements(true, false).Select(JsonNode? (value) => JsonValue.Create(value)),
        Gen.Elements(Texts).Select(JsonNode? (value) => JsonValue.Create(value)),
        Gen.Elements(Numbers).Select(JsonNode? (value) => JsonValue.Create(value)));

    private static Gen<JsonNode?> Array(int depth) =>
        Gen.ListOf(OfDepth(depth - 1), 3).Select(JsonNode? (items) => new JsonArray([.. items.Select(Copy)]));

    private static Gen<JsonNode?> Object(int depth) =>
        from keys in Gen.SubListOf(Texts)
        from values in Gen.ListOf(OfDepth(depth - 1), 5)
        select (JsonNode?)new JsonObject(keys.Take(5).Zip(values, (key, value) => KeyValuePair.Create(key, Copy(value))));

    private static void Write(JsonNode? node, Random random, StringBuilder text)
    {
        text.Append(Space(random));
        switch (node)
        {
            case JsonObject o:
                text.Append('{');
                WriteAll(o.OrderBy(_ => random.Next()), text, member =>
                {
                    WriteString(member.Key, random, text);
                    text.Append(Space(random)).Append(':');
                    Write(member.Value, random, text);
                });
                text.Append('}');
                break;
            case JsonArray a:
                text.Append('[');
                WriteAll(a, text, item => Write(item, random, text));
                text.Append(']');
                break;
            case not null when node.GetValueKind() == JsonValueKind.String:
                WriteString(node.GetValue<string>(), random, text);
                break;
            case not null when node.GetValueKind() == JsonValueKind.Number:
                text.Append(Number(node.GetValue<double>(), random));
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
        text.Append(Space(random));
    }

    private static void WriteAll<T>(IEnumerable<T> items, StringBuilder text, Action<T> write)
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(',');
            first = false;
            write(item);
        }
    }

    private static void WriteString(string value, Random random, StringBuilder text)
    {
        text.Append('"');
        var escapeAll = random.Next(2) == 0;
        foreach (var c in value)
        {
            if (escapeAll || c is '"' or '\\' or < ' ')
                text.Append("\\u").Append(((int)c).ToString(random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture));
            else if (c == '/' && random.Next(2) == 0)
                text.Append("\\/");
            else
                text.Append(c);
        }
        text.Append('"');
    }

    private static string Number(double value, Random random) => random.Next(3) switch
    {
        0 => value.ToString("E16", CultureInfo.InvariantCulture),
        1 when value == Math.Floor(value) && Math.Abs(value) < 1e15 => value.ToString("F3", CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value),
    };

    private static double Neighbour(double value) => value > 0 ? Math.BitDecrement(value) : Math.BitIncrement(value);

    private static string Space(Random random) => random.Next(4) switch { 0 => " ", 1 => "\n\t", _ => "" };

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> member) => new(member.Key, Copy(member.Value));
}
