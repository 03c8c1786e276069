using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

/// <summary>Looks for functions in plugins.</summary>
public static class KernelPluginExtensions
{
    /// <summary>Whether there is a plugin.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="pluginName">Its name, without regard to case.</param>
    public static bool Contains(this IReadOnlyKernelPluginCollection plugins, string pluginName)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        return plugins.TryGetPlugin(pluginName, out _);
    }

    /// <summary>A function.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="pluginName">The plugin's name; blank for any.</param>
    /// <param name="functionName">The function's name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static KernelFunction GetFunction(this IReadOnlyKernelPluginCollection plugins, string? pluginName, string functionName) =>
        plugins.TryGetFunction(pluginName, functionName, out var function)
            ? function
            : throw new KeyNotFoundException($"The plugin collection does not contain a plugin and/or function with the specified names. Plugin name - '{pluginName}', function name - '{functionName}'.");

    /// <summary>Looks for a function.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="pluginName">The plugin's name; blank for any.</param>
    /// <param name="functionName">The function's name.</param>
    /// <param name="func">The function; the first of that name when the plugin is not named.</param>
    public static bool TryGetFunction(this IReadOnlyKernelPluginCollection plugins, string? pluginName, string functionName, [NotNullWhen(true)] out KernelFunction? func)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentException.ThrowIfNullOrWhiteSpace(functionName);
        func = null;
        if (!string.IsNullOrWhiteSpace(pluginName))
        {
            return plugins.TryGetPlugin(pluginName, out var plugin) && plugin.TryGetFunction(functionName, out func);
        }

        foreach (var any in plugins)
        {
            if (any.TryGetFunction(functionName, out func))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The metadata of all functions.</summary>
    /// <param name="plugins">The plugins.</param>
    public static IList<KernelFunctionMetadata> GetFunctionsMetadata(this IEnumerable<KernelPlugin> plugins) =>
        [.. plugins.SelectMany(plugin => plugin).Select(function => function.Metadata)];
}
