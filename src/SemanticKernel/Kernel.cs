using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel.Internal;
using Microsoft.SemanticKernel.Services;

namespace Microsoft.SemanticKernel;

/// <summary>Services and plugins for one piece of work. Cheap to make; plugins may be shared between kernels.</summary>
public sealed class Kernel
{
    private KernelPluginCollection? _plugins;
    private Dictionary<string, object?>? _data;
    private List<IFunctionInvocationFilter>? _functionFilters;
    private List<IPromptRenderFilter>? _promptFilters;

    /// <summary>A kernel.</summary>
    /// <param name="services">Its services; null for none.</param>
    /// <param name="plugins">Its plugins; null for those among the services, or none.</param>
    public Kernel(IServiceProvider? services = null, KernelPluginCollection? plugins = null)
    {
        Services = services ?? EmptyServices.Instance;
        _plugins = plugins ?? Services.GetService<KernelPluginCollection>();
        if (services is not null)
        {
            _functionFilters = NullIfEmpty(services.GetServices<IFunctionInvocationFilter>());
            _promptFilters = NullIfEmpty(services.GetServices<IPromptRenderFilter>());
        }
    }

    /// <summary>The services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The plugins.</summary>
    public KernelPluginCollection Plugins => _plugins ??= [];

    /// <summary>Whatever goes along with the work.</summary>
    public IDictionary<string, object?> Data => _data ??= new(StringComparer.Ordinal);

    /// <summary>How values are read from and written as text; invariant unless assigned.</summary>
    [JsonIgnore]
    [AllowNull]
    public CultureInfo Culture { get; set => field = value ?? CultureInfo.InvariantCulture; } = CultureInfo.InvariantCulture;

    /// <summary>Where to log.</summary>
    [JsonIgnore]
    public ILoggerFactory LoggerFactory => Services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;

    /// <summary>Chooses the service that carries out a prompt.</summary>
    [JsonIgnore]
    public IAIServiceSelector ServiceSelector => Services.GetService<IAIServiceSelector>() ?? OrderedServiceSelector.Instance;

    /// <summary>What stands around every call of a function.</summary>
    public IList<IFunctionInvocationFilter> FunctionInvocationFilters => _functionFilters ??= [];

    /// <summary>What stands around every rendering of a prompt.</summary>
    public IList<IPromptRenderFilter> PromptRenderFilters => _promptFilters ??= [];

    internal IList<IFunctionInvocationFilter>? FunctionFiltersOrNull => _functionFilters;

    internal IList<IPromptRenderFilter>? PromptFiltersOrNull => _promptFilters;

    /// <summary>Starts a kernel with services of its own.</summary>
    public static IKernelBuilder CreateBuilder() => new KernelBuilder(new ServiceCollection());

    /// <summary>A kernel with the same services, and copies of plugins, filters and data.</summary>
    public Kernel Clone()
    {
        var clone = new Kernel(Services, [.. Plugins]) { Culture = Culture };
        clone._functionFilters = NullIfEmpty(_functionFilters ?? []);
        clone._promptFilters = NullIfEmpty(_promptFilters ?? []);
        clone._data = _data is null ? null : new(_data, StringComparer.Ordinal);
        return clone;
    }

    /// <summary>A service.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="serviceKey">Its key; null for the one without a key, or else the last with any key.</param>
    /// <exception cref="KernelException">There is none.</exception>
    public T GetRequiredService<T>(object? serviceKey = null)
        where T : class
    {
        var service = serviceKey is null
            ? Services.GetService<T>() ?? KeyedServices.GetAll<T>(Services).LastOrDefault()
            : (Services as IKeyedServiceProvider)?.GetKeyedService<T>(serviceKey);
        return service ?? throw new KernelException(serviceKey is null
            ? $"Service of type '{typeof(T)}' not registered."
            : $"Service of type '{typeof(T)}' and key '{serviceKey}' not registered.");
    }

    /// <summary>All services of a type, with and without keys.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public IEnumerable<T> GetAllServices<T>()
        where T : class => KeyedServices.AreKnown(Services) ? KeyedServices.GetAll<T>(Services) : Services.GetServices<T>();

    /// <summary>Calls a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<FunctionResult> InvokeAsync(KernelFunction function, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.InvokeAsync(this, arguments, cancellationToken);
    }

    /// <summary>Calls a function.</summary>
    /// <param name="pluginName">Its plugin; blank for any.</param>
    /// <param name="functionName">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<FunctionResult> InvokeAsync(string? pluginName, string functionName, KernelArguments? arguments = null, CancellationToken cancellationToken = default) =>
        Plugins.GetFunction(pluginName, functionName).InvokeAsync(this, arguments, cancellationToken);

    /// <summary>Calls a function.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TResult?> InvokeAsync<TResult>(KernelFunction function, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.InvokeAsync<TResult>(this, arguments, cancellationToken);
    }

    /// <summary>Calls a function.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="pluginName">Its plugin; blank for any.</param>
    /// <param name="functionName">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TResult?> InvokeAsync<TResult>(string? pluginName, string functionName, KernelArguments? arguments = null, CancellationToken cancellationToken = default) =>
        Plugins.GetFunction(pluginName, functionName).InvokeAsync<TResult>(this, arguments, cancellationToken);

    /// <summary>Calls a function and streams its result.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public IAsyncEnumerable<StreamingKernelContent> InvokeStreamingAsync(KernelFunction function, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.InvokeStreamingAsync(this, arguments, cancellationToken);
    }

    private static List<T>? NullIfEmpty<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        return list.Count == 0 ? null : list;
    }
}
