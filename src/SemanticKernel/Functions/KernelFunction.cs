using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>Something that can be called by name with arguments: a method, or a prompt.</summary>
public abstract class KernelFunction : FullyQualifiedAIFunction
{
    /// <summary>The method behind the function, if there is one.</summary>
    protected MethodInfo? _underlyingMethod;

    private readonly Lazy<JsonElement> _jsonSchema;

    private protected KernelFunction(KernelFunctionMetadata metadata, JsonSerializerOptions? options, IReadOnlyDictionary<string, PromptExecutionSettings>? executionSettings = null)
        : base(metadata)
    {
        _jsonSchema = new(() => SchemaBuilder.BuildFunction(metadata));
        JsonSerializerOptions = options ?? SchemaBuilder.DefaultOptions;
        ExecutionSettings = executionSettings;
    }

    /// <summary>The same function in another plugin, or with another kernel; made for every request, so it shares what is costly.</summary>
    private protected KernelFunction(KernelFunction original, Kernel? kernel, string? pluginName)
        : base(new KernelFunctionMetadata(original.Metadata) { PluginName = pluginName })
    {
        _jsonSchema = original._jsonSchema;
        _underlyingMethod = original._underlyingMethod;
        JsonSerializerOptions = original.JsonSerializerOptions;
        ExecutionSettings = original.ExecutionSettings;
        BoundKernel = kernel;
    }

    /// <summary>The function's name, without its plugin's.</summary>
    public new virtual string Name => Metadata.Name;

    /// <summary>The plugin's name.</summary>
    public virtual string? PluginName => Metadata.PluginName;

    /// <inheritdoc/>
    public override string Description => Metadata.Description;

    /// <summary>How a model shall answer, by service, where the caller says nothing.</summary>
    public IReadOnlyDictionary<string, PromptExecutionSettings>? ExecutionSettings { get; }

    /// <inheritdoc/>
    public override JsonElement JsonSchema => _jsonSchema.Value;

    /// <inheritdoc/>
    public override JsonSerializerOptions JsonSerializerOptions { get; }

    /// <inheritdoc/>
    public override MethodInfo? UnderlyingMethod => _underlyingMethod;

    /// <summary>The kernel that a call through <see cref="AIFunction"/> is made with.</summary>
    internal Kernel? BoundKernel { get; }

    /// <summary>Calls the function.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KernelException">An argument is missing.</exception>
    /// <exception cref="KernelFunctionCanceledException">The call was ended.</exception>
    public async Task<FunctionResult> InvokeAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        arguments ??= [];
        var context = new FunctionInvocationContext(kernel, this, arguments, new FunctionResult(this, culture: kernel.Culture)) { CancellationToken = cancellationToken };
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Filters.RunAsync(
                kernel.FunctionFiltersOrNull,
                context,
                static (filter, c, next) => filter.OnFunctionInvocationAsync(c, next),
                async c => c.Result = await InvokeCoreAsync(kernel, c.Arguments, cancellationToken));
            return context.Result;
        }
        catch (OperationCanceledException exception) when (exception is not KernelFunctionCanceledException)
        {
            throw new KernelFunctionCanceledException(kernel, this, arguments, context.Result, exception);
        }
    }

    /// <summary>Calls the function.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="kernel">The kernel.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<TResult?> InvokeAsync<TResult>(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default) =>
        (await InvokeAsync(kernel, arguments, cancellationToken)).GetValue<TResult>();

    /// <summary>Calls the function and streams its result.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public IAsyncEnumerable<StreamingKernelContent> InvokeStreamingAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default) =>
        InvokeStreamingAsync<StreamingKernelContent>(kernel, arguments, cancellationToken)!;

    /// <summary>Calls the function and streams its result.</summary>
    /// <typeparam name="TResult">The type of a piece.</typeparam>
    /// <param name="kernel">The kernel.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async IAsyncEnumerable<TResult?> InvokeStreamingAsync<TResult>(Kernel kernel, KernelArguments? arguments = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var context = new FunctionInvocationContext(kernel, this, arguments ?? [], new FunctionResult(this, culture: kernel.Culture))
        {
            CancellationToken = cancellationToken,
            IsStreaming = true,
        };
        await Filters.RunAsync(
            kernel.FunctionFiltersOrNull,
            context,
            static (filter, c, next) => filter.OnFunctionInvocationAsync(c, next),
            c =>
            {
                c.Result = new FunctionResult(this, InvokeStreamingCoreAsync<TResult>(kernel, c.Arguments, cancellationToken), kernel.Culture);
                return Task.CompletedTask;
            });
        var pieces = context.Result.GetValue<IAsyncEnumerable<TResult>>();
        if (pieces is null)
        {
            yield break;
        }

        await foreach (var piece in pieces.WithCancellation(cancellationToken))
        {
            yield return piece;
        }
    }

    /// <summary>The same function in another plugin.</summary>
    /// <param name="pluginName">The plugin's name.</param>
    public abstract KernelFunction Clone(string? pluginName = null);

    /// <summary>The function's name with its plugin's: <c>plugin.function</c>.</summary>
    public override string ToString() => FunctionName.Join(Name, PluginName, ".");

    internal abstract KernelFunction Bind(Kernel? kernel, string? pluginName);

    /// <summary>Does the call.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    protected abstract ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken);

    /// <summary>Does the call, in pieces.</summary>
    /// <typeparam name="TResult">The type of a piece.</typeparam>
    /// <param name="kernel">The kernel.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    protected abstract IAsyncEnumerable<TResult?> InvokeStreamingCoreAsync<TResult>(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var kernel = BoundKernel ?? arguments.Services?.GetService<Kernel>() ?? new Kernel(arguments.Services);
        var result = await InvokeAsync(kernel, arguments as KernelArguments ?? new KernelArguments(arguments), cancellationToken);
        return result.Value is null ? null : JsonSerializer.SerializeToElement(result.Value, result.Value.GetType(), JsonSerializerOptions);
    }
}
