using System.Text.Json;
using System.Text.Json.Nodes;
using AgentHost.Strategies.Tools;
using Microsoft.SemanticKernel;

namespace AgentHost.Strategies.Offline;

/// <summary>Something in a message that a tool can do.</summary>
/// <param name="Function">The tool's name, whatever its plugin is called.</param>
/// <param name="Words">What is going to happen, for the user.</param>
/// <param name="Arguments">The arguments; those that the function does not take are left out.</param>
internal sealed record OfflineRequest(string Function, string Words, JsonObject Arguments)
{
    /// <summary>The call, or null where the tool is not offered.</summary>
    public OfflineCall? CallFrom(OfferedTools tools)
    {
        var function = tools.Choice == FunctionChoice.None
            ? null
            : tools.Functions.FirstOrDefault(function => string.Equals(function.Name, Function, StringComparison.Ordinal));
        if (function is null)
        {
            return null;
        }

        var taken = function.Metadata.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        var arguments = new JsonObject(Arguments.Where(argument => taken.Contains(argument.Key))
            .Select(argument => KeyValuePair.Create(argument.Key, argument.Value?.DeepClone())));
        return new OfflineCall(ToolNames.Qualify(function.PluginName, function.Name), arguments.ToJsonString(JsonSerializerOptions.Web));
    }
}
