using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Short forms for kernels, their builders and their plugins.</summary>
public static partial class KernelExtensions
{
    /// <summary>Makes the kernel.</summary>
    /// <param name="builder">The builder.</param>
    /// <exception cref="InvalidOperationException">The builder belongs to a service collection, which makes the kernel.</exception>
    public static Kernel Build(this IKernelBuilder builder) => builder is KernelBuilder own && own.Services.All(service => service.ServiceType != typeof(Kernel))
        ? own.Build()
        : throw new InvalidOperationException("Build is not permitted on instances returned from AddKernel. Resolve the Kernel from the service provider.");

    /// <summary>Adds a plugin.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="plugin">The plugin.</param>
    public static IKernelBuilderPlugins Add(this IKernelBuilderPlugins plugins, KernelPlugin plugin)
    {
        plugins.Services.AddSingleton(plugin);
        return plugins;
    }

    /// <summary>Adds a plugin of functions.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="pluginName">The plugin's name.</param>
    /// <param name="functions">The functions.</param>
    public static KernelPlugin AddFromFunctions(this ICollection<KernelPlugin> plugins, string pluginName, IEnumerable<KernelFunction>? functions) =>
        AddTo(plugins, KernelPluginFactory.CreateFromFunctions(pluginName, functions));

    /// <summary>Adds a plugin of functions.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="pluginName">The plugin's name.</param>
    /// <param name="functions">The functions.</param>
    public static IKernelBuilderPlugins AddFromFunctions(this IKernelBuilderPlugins plugins, string pluginName, IEnumerable<KernelFunction>? functions) =>
        plugins.Add(KernelPluginFactory.CreateFromFunctions(pluginName, functions));

    /// <summary>Adds a plugin of an object.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="target">The object.</param>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    /// <param name="serviceProvider">Gives the log.</param>
    public static KernelPlugin AddFromObject(this ICollection<KernelPlugin> plugins, object target, string? pluginName = null, IServiceProvider? serviceProvider = null) =>
        AddTo(plugins, KernelPluginFactory.CreateFromObject(target, pluginName));

    /// <summary>Adds a plugin of an object.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="target">The object.</param>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    public static IKernelBuilderPlugins AddFromObject(this IKernelBuilderPlugins plugins, object target, string? pluginName = null) =>
        plugins.Add(KernelPluginFactory.CreateFromObject(target, pluginName));

    /// <summary>Adds a plugin of a new object.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="plugins">The plugins.</param>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    /// <param name="serviceProvider">Gives what the type's constructor needs.</param>
    public static KernelPlugin AddFromType<T>(this ICollection<KernelPlugin> plugins, string? pluginName = null, IServiceProvider? serviceProvider = null) =>
        AddTo(plugins, KernelPluginFactory.CreateFromType<T>(pluginName, serviceProvider));

    /// <summary>Adds a plugin of an object that is made with the kernel.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="plugins">The plugins.</param>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    public static IKernelBuilderPlugins AddFromType<T>(this IKernelBuilderPlugins plugins, string? pluginName = null)
    {
        plugins.Services.AddSingleton(provider => KernelPluginFactory.CreateFromType<T>(pluginName, provider));
        return plugins;
    }

    /// <summary>Adds a plugin of functions.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="pluginName">The plugin's name.</param>
    /// <param name="functions">The functions.</param>
    public static KernelPlugin ImportPluginFromFunctions(this Kernel kernel, string pluginName, IEnumerable<KernelFunction>? functions) =>
        kernel.Plugins.AddFromFunctions(pluginName, functions);

    /// <summary>Adds a plugin of an object.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="target">The object.</param>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    public static KernelPlugin ImportPluginFromObject(this Kernel kernel, object target, string? pluginName = null) =>
        kernel.Plugins.AddFromObject(target, pluginName);

    /// <summary>Adds a plugin of a new object.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="kernel">The kernel.</param>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    public static KernelPlugin ImportPluginFromType<T>(this Kernel kernel, string? pluginName = null) =>
        kernel.Plugins.AddFromType<T>(pluginName, kernel.Services);

    private static KernelPlugin AddTo(ICollection<KernelPlugin> plugins, KernelPlugin plugin)
    {
        plugins.Add(plugin);
        return plugin;
    }
}
