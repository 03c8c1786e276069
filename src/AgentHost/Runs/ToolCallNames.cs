using System.Buffers;
using Microsoft.SemanticKernel;

namespace AgentHost.Runs;

/// <summary>
/// Makes ids and names, which a model may have made up, fit to be kept: providers refuse a whole conversation for one
/// odd name in it, and one id for two calls leaves open which result belongs to which.
/// </summary>
internal static class ToolCallNames
{
    // OpenAI, "Chat completions", function.name: letters, digits, underscores and dashes, at most 64.
    private const int LongestName = 64;
    private const int LongestId = 128;

    private static readonly SearchValues<char> InNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>The call under names that may be kept, and an id of its own.</summary>
    /// <param name="call">The call as the model wrote it.</param>
    /// <param name="used">The ids of the run so far; grows by this one.</param>
    public static FunctionCallContent Clean(FunctionCallContent call, ISet<string> used) =>
        // The exception (malformed arguments) is for this round alone: none gets into a history, where it could not be serialised.
        new(Name(call.FunctionName), string.IsNullOrWhiteSpace(call.PluginName) ? null : Name(call.PluginName), Id(call.Id, used), call.Arguments)
        {
            Exception = call.Exception,
        };

    private static string Name(string name)
    {
        var trimmed = name.Trim();
        if (trimmed.Length == 0) return "unknown";
        if (trimmed.Length <= LongestName && !trimmed.AsSpan().ContainsAnyExcept(InNames)) return trimmed;
        return string.Create(Math.Min(trimmed.Length, LongestName), trimmed, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = InNames.Contains(text[i]) ? text[i] : '_';
        });
    }

    // Some servers send no id.
    private static string Id(string? id, ISet<string> used)
    {
        if (id is { Length: > 0 and <= LongestId } && !id.AsSpan().ContainsAnyExceptInRange('!', '~') && used.Add(id)) return id;
        var number = used.Count + 1;
        while (!used.Add($"call_{number}")) number++;
        return $"call_{number}";
    }
}
