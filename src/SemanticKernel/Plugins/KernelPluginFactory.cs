using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>Makes plugins of functions, and of objects with methods that carry <see cref="KernelFunctionAttribute"/>.</summary>
public static class KernelPluginFactory
{
    private const BindingFlags AnyMethod = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>Makes an object of a type and a plugin of the object.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    /// <param name="serviceProvider">Gives what the type's constructor needs.</param>
    /// <exception cref="ArgumentException">The type has no such methods.</exception>
    public static KernelPlugin CreateFromType<T>(string? pluginName = null, IServiceProvider? serviceProvider = null) =>
        CreateFromType(typeof(T), pluginName, serviceProvider);

    /// <summary>Makes an object of a type and a plugin of the object.</summary>
    /// <param name="instanceType">The type.</param>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    /// <param name="serviceProvider">Gives what the type's constructor needs.</param>
    /// <exception cref="ArgumentException">The type has no such methods.</exception>
    public static KernelPlugin CreateFromType(Type instanceType, string? pluginName = null, IServiceProvider? serviceProvider = null)
    {
        var services = serviceProvider ?? EmptyServices.Instance;
        var target = ActivatorUtilities.CreateInstance(services, instanceType);
        return Create(target, pluginName ?? Names.OfType(instanceType), json: null, services.GetService<ILoggerFactory>());
    }

    /// <summary>Makes a plugin of an object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    /// <param name="loggerFactory">Where to log.</param>
    /// <exception cref="ArgumentException">The object has no such methods.</exception>
    public static KernelPlugin CreateFromObject(object target, string? pluginName = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Create(target, pluginName ?? Names.OfType(target.GetType()), json: null, loggerFactory);
    }

    /// <summary>Makes a plugin of an object.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="target">The object.</param>
    /// <param name="jsonSerializerOptions">How arguments are read and schemas are made.</param>
    /// <param name="pluginName">The plugin's name; null for the type's.</param>
    /// <param name="loggerFactory">Where to log.</param>
    /// <exception cref="ArgumentException">The object has no such methods.</exception>
    public static KernelPlugin CreateFromObject<T>(T? target, JsonSerializerOptions jsonSerializerOptions, string? pluginName = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(jsonSerializerOptions);
        return Create(target, pluginName ?? Names.OfType(typeof(T)), jsonSerializerOptions, loggerFactory);
    }

    /// <summary>Makes a plugin of functions.</summary>
    /// <param name="pluginName">The plugin's name.</param>
    /// <param name="functions">The functions.</param>
    public static KernelPlugin CreateFromFunctions(string pluginName, IEnumerable<KernelFunction>? functions) =>
        CreateFromFunctions(pluginName, description: null, functions);

    /// <summary>Makes a plugin of functions.</summary>
    /// <param name="pluginName">The plugin's name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="functions">The functions.</param>
    public static KernelPlugin CreateFromFunctions(string pluginName, string? description = null, IEnumerable<KernelFunction>? functions = null) =>
        new FunctionsPlugin(pluginName, description, functions);

    private static FunctionsPlugin Create(object target, string pluginName, JsonSerializerOptions? json, ILoggerFactory? loggerFactory)
    {
        var type = target.GetType();
        var options = new KernelFunctionFromMethodOptions { LoggerFactory = loggerFactory };
        var functions = type.GetMethods(AnyMethod)
            .Where(method => method.GetCustomAttribute<KernelFunctionAttribute>() is not null)
            .Select(method => MethodFunction.Create(method, target, options, json))
            .ToList();
        return functions.Count > 0
            ? new FunctionsPlugin(pluginName, type.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description, functions)
            : throw new ArgumentException($"The {type} instance doesn't implement any [KernelFunction]-attributed methods.");
    }
}
