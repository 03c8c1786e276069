using Microsoft.SemanticKernel;

namespace AgentHost.Strategies.Tools;

/// <summary>
/// The names under which one request's functions are offered: the function's name alone where it is unique among them,
/// else plugin and function. Short names cost fewer tokens, and models trained on plain names find them more easily.
/// </summary>
internal sealed class ToolNames
{
    /// <summary>What separates plugin and function; <see cref="FunctionCallContentBuilder"/> splits at it.</summary>
    public const string Separator = "-";

    private readonly Dictionary<string, KernelFunction> _functions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ambiguous = new(StringComparer.Ordinal);

    public ToolNames(IReadOnlyList<KernelFunction> functions)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            if (!seen.Add(function.Name))
            {
                _ambiguous.Add(function.Name);
            }
        }

        foreach (var function in functions)
        {
            _functions[ToWire(function.PluginName, function.Name)] = function;
        }
    }

    /// <summary>The names of a request without tools.</summary>
    public static ToolNames None { get; } = new([]);

    /// <summary>Whether the name needs its plugin to be unique.</summary>
    public bool IsAmbiguous(string function) => _ambiguous.Contains(function);

    /// <summary>The name that the provider sees, also for functions of earlier requests that are no longer offered.</summary>
    public string ToWire(string? plugin, string function) =>
        string.IsNullOrEmpty(plugin) || !IsAmbiguous(function) ? function : Qualify(plugin, function);

    /// <summary>The name as <see cref="FunctionCallContentBuilder"/> reads it; a name that was not offered stays as it is.</summary>
    public string FromWire(string name) =>
        _functions.TryGetValue(name, out var function) ? Qualify(function.PluginName, function.Name) : name;

    public static string Qualify(string? plugin, string function) =>
        string.IsNullOrEmpty(plugin) ? function : plugin + Separator + function;
}
