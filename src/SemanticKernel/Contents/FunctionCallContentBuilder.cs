using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>Puts function calls together from streamed pieces.</summary>
public sealed class FunctionCallContentBuilder
{
    private readonly Dictionary<(int Request, int Call), Pieces> _calls = [];
    private readonly JsonSerializerOptions? _options;

    /// <summary>A builder without pieces.</summary>
    public FunctionCallContentBuilder()
    {
    }

    /// <summary>A builder without pieces.</summary>
    /// <param name="jsonSerializerOptions">How to read the arguments.</param>
    [Experimental("SKEXP0120")]
    public FunctionCallContentBuilder(JsonSerializerOptions jsonSerializerOptions)
    {
        _options = jsonSerializerOptions;
    }

    /// <summary>Takes the pieces of function calls from a piece of a message.</summary>
    /// <param name="content">The piece of the message.</param>
    public void Append(StreamingChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        foreach (var update in content.Items.OfType<StreamingFunctionCallUpdateContent>())
        {
            Append(update);
        }
    }

    /// <summary>The calls so far, in the order of their first pieces.</summary>
    /// <returns>Calls whose argument values are strings; one whose arguments are not JSON has its <see cref="FunctionCallContent.Exception"/> set.</returns>
    public IReadOnlyList<FunctionCallContent> Build() => [.. _calls.Values.Select(Build)];

    private void Append(StreamingFunctionCallUpdateContent update)
    {
        var key = (update.RequestIndex, update.FunctionCallIndex);
        if (!_calls.TryGetValue(key, out var pieces))
        {
            _calls[key] = pieces = new Pieces();
        }

        pieces.Id = update.CallId ?? pieces.Id;
        pieces.Name = update.Name ?? pieces.Name;
        pieces.Arguments.Append(update.Arguments);
    }

    private FunctionCallContent Build(Pieces pieces)
    {
        var name = FunctionName.Parse(pieces.Name ?? string.Empty);
        var (arguments, exception) = ReadArguments(pieces.Arguments.ToString());
        return new FunctionCallContent(name.Name, name.PluginName, pieces.Id ?? string.Empty, arguments) { Exception = exception };
    }

    private (KernelArguments? Arguments, Exception? Exception) ReadArguments(string json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return (null, null);
        }

        try
        {
            var arguments = JsonSerializer.Deserialize<KernelArguments>(json, _options);
            foreach (var name in arguments?.Names.ToArray() ?? [])
            {
                arguments![name] = arguments[name]?.ToString();
            }

            return (arguments, null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (null, new KernelException("Error: Function call arguments are invalid JSON.", exception));
        }
    }

    private sealed class Pieces
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
