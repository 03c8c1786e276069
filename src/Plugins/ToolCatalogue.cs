using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace AgentHost.Plugins;

/// <summary>All tools of the host. Plugins, functions and schemas are made once, here, and shared by all runs.</summary>
public sealed class ToolCatalogue
{
    /// <summary>Makes the plugins of all <paramref name="sources"/> but the disabled.</summary>
    /// <param name="sources">The registered plugins.</param>
    /// <param name="options">What is disabled.</param>
    /// <param name="services">Gives what the plugins need.</param>
    public ToolCatalogue(IEnumerable<ToolSource> sources, IOptions<ToolOptions> options, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        var disabled = options.Value.Disabled.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Tools = [.. sources.Where(source => !disabled.Contains(source.PluginName)).SelectMany(source => Make(source, disabled, services))];
    }

    /// <summary>The enabled tools, in the order of registration.</summary>
    public IReadOnlyList<Tool> Tools { get; }

    /// <summary>Finds a tool by its function's name, by <c>Plugin-function</c>, or by the name of a plugin that has one tool.</summary>
    /// <param name="name">The name; case does not matter.</param>
    /// <exception cref="UnknownToolException">There is none.</exception>
    public Tool Find(string name) => TryFind(name, out var tool) ? tool : throw Unknown(name);

    /// <summary>Finds a tool as <see cref="Find"/> does.</summary>
    /// <param name="name">The name; case does not matter.</param>
    /// <param name="tool">The tool, when there is one.</param>
    public bool TryFind(string? name, [NotNullWhen(true)] out Tool? tool)
    {
        tool = Tools.FirstOrDefault(known => Is(known.Name, name) || Is($"{known.Plugin.Name}-{known.Name}", name));
        if (tool is null && Tools.Where(known => Is(known.Plugin.Name, name)).Take(2).ToList() is [var only])
            tool = only;
        return tool is not null;
    }

    /// <summary>The tools that a list of names allows; a plugin's name stands for all its tools.</summary>
    /// <param name="names">Names of functions and plugins.</param>
    /// <exception cref="UnknownToolException">One of the names names nothing.</exception>
    public IReadOnlyList<Tool> Select(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.SelectMany(FindAll).Distinct()];
    }

    private IEnumerable<Tool> FindAll(string name)
    {
        var ofPlugin = Tools.Where(tool => Is(tool.Plugin.Name, name)).ToList();
        return ofPlugin.Count > 0 ? ofPlugin : [Find(name)];
    }

    private UnknownToolException Unknown(string name) => new(name, Tools.Select(tool => tool.Name));

    private static bool Is(string known, string? name) => string.Equals(known, name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Tool> Make(ToolSource source, HashSet<string> disabled, IServiceProvider services)
    {
        var target = ActivatorUtilities.GetServiceOrCreateInstance(services, source.Type);
        var all = KernelPluginFactory.CreateFromObject(target, source.PluginName);
        var enabled = all.Where(function => !disabled.Contains(function.Name)).ToList();
        var plugin = enabled.Count == all.FunctionCount ? all : KernelPluginFactory.CreateFromFunctions(source.PluginName, all.Description, enabled);
        return plugin.Select(function => new Tool(plugin, function, source.EnabledByDefault, source.Functions.GetValueOrDefault(function.Name)));
    }
}
