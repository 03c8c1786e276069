using System.Globalization;
using AgentHost.Strategies.Tools;
using Microsoft.SemanticKernel;
using OpenAI.Chat;

namespace AgentHost.Strategies.OpenAI;

/// <summary>
/// The tool calls of one streamed answer. Some compatible servers give every call the index 0, or no id at all: a new id
/// begins a new call, and a call without an id gets one, unique within the answer.
/// </summary>
internal sealed class OpenAIToolCalls(ToolNames names)
{
    private readonly Dictionary<int, (int Index, string Id)> _open = [];
    private int _count;

    public StreamingFunctionCallUpdateContent Read(StreamingChatToolCallUpdate update)
    {
        var begins = !_open.TryGetValue(update.Index, out var call)
            || (!string.IsNullOrEmpty(update.ToolCallId) && !string.Equals(update.ToolCallId, call.Id, StringComparison.Ordinal));
        if (begins)
        {
            var id = string.IsNullOrEmpty(update.ToolCallId) ? "call_" + _count.ToString(CultureInfo.InvariantCulture) : update.ToolCallId;
            call = (_count++, id);
            _open[update.Index] = call;
        }

        return new StreamingFunctionCallUpdateContent(
            begins ? call.Id : null,
            string.IsNullOrEmpty(update.FunctionName) ? null : names.FromWire(update.FunctionName),
            update.FunctionArgumentsUpdate?.ToString(),
            call.Index);
    }
}
