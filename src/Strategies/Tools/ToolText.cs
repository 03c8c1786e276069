using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AgentHost.Strategies.Tools;

/// <summary>Arguments and results as the text that providers take.</summary>
internal static class ToolText
{
    /// <summary>How values become JSON on the wire: on one line.</summary>
    public static JsonSerializerOptions Json { get; } = CreateOptions();

    /// <summary>A call's arguments as a JSON object; values that came back from a serialised history are JSON elements.</summary>
    public static string Arguments(KernelArguments? arguments) =>
        arguments is null or { Count: 0 }
            ? "{}"
            : JsonSerializer.Serialize(new Dictionary<string, object?>(arguments, StringComparer.Ordinal), Json);

    /// <summary>A result as text: strings as they are, without the quotes that a serialised history gives them.</summary>
    public static string Result(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => Unquote(json),
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "",
        JsonElement json => json.GetRawText(),
        Exception exception => exception.Message,
        KernelContent content => content.ToString() ?? "",
        FunctionResult value => Result(value.GetValue<object>()),
        _ => JsonSerializer.Serialize(result, Json),
    };

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
        options.MakeReadOnly();
        return options;
    }

    private static string Unquote(JsonElement json)
    {
        try
        {
            return json.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, escaped: no string of .NET's JSON reader, so it stays in its escaped form.
            return json.GetRawText();
        }
    }
}
