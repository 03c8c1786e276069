using AgentHost.Models;
using AgentHost.Plugins;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Runs;

/// <summary>
/// Makes the kernel of one run: the model's chat service and the plugins that this run may use.
/// Cheap, since plugins are made once and shared: no reflection, no schemas, no service collection.
/// </summary>
internal sealed class KernelFactory(IServiceProvider services, ToolCatalogue catalogue)
{
    private readonly KernelPlugin[] _defaults = PluginsOf([.. catalogue.Tools.Where(tool => tool.EnabledByDefault)]);

    /// <summary>The kernel for one run.</summary>
    /// <param name="model">The model that answers.</param>
    /// <param name="tools">The tools it may call; null for those that are on by default.</param>
    public Kernel Create(Model model, IReadOnlyList<Tool>? tools)
    {
        var plugins = !model.Tools ? [] : tools is null ? _defaults : PluginsOf(tools);
        return new Kernel(new RunServices(services, model.Service), new KernelPluginCollection(plugins));
    }

    // A plugin of which a run may use only some functions is cut down to them.
    private static KernelPlugin[] PluginsOf(IReadOnlyList<Tool> tools) =>
    [
        .. tools.Distinct().GroupBy(tool => tool.Plugin).Select(group => group.Count() == group.Key.FunctionCount
            ? group.Key
            : KernelPluginFactory.CreateFromFunctions(group.Key.Name, group.Key.Description, group.Select(tool => tool.Function))),
    ];

    /// <summary>The host's services with the run's own chat service in front.</summary>
    private sealed class RunServices(IServiceProvider host, IChatCompletionService chat) : IServiceProvider
    {
        public object? GetService(Type serviceType) =>
            serviceType == typeof(IChatCompletionService) ? chat : host.GetService(serviceType);
    }
}
