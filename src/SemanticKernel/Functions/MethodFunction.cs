using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>A function of code.</summary>
internal sealed class MethodFunction : KernelFunction
{
    private readonly Implementation _implementation;

    private MethodFunction(Implementation implementation, KernelFunctionMetadata metadata, JsonSerializerOptions options)
        : base(metadata, options)
    {
        _implementation = implementation;
        _underlyingMethod = implementation.Method;
    }

    private MethodFunction(MethodFunction original, Kernel? kernel, string? pluginName)
        : base(original, kernel, pluginName)
    {
        _implementation = original._implementation;
    }

    public static MethodFunction Create(MethodInfo method, object? target, KernelFunctionFromMethodOptions? options, JsonSerializerOptions? json)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (target is null && !method.IsStatic)
        {
            throw new ArgumentNullException(nameof(target), "Target must not be null for an instance method.");
        }

        if (options?.FunctionName is { } given)
        {
            Names.VerifyFunction(given, "functionName");
        }

        var parameters = method.GetParameters().Select(parameter => MethodParameter.From(parameter, json)).ToArray();
        var implementation = new Implementation(method, target, parameters, ReturnValue.Unwrapper(method.ReturnType));
        return new MethodFunction(implementation, Describe(method, parameters, options, json), json ?? SchemaBuilder.DefaultOptions);
    }

    public override KernelFunction Clone(string? pluginName = null) => Bind(BoundKernel, pluginName);

    internal override KernelFunction Bind(Kernel? kernel, string? pluginName) => new MethodFunction(this, kernel, pluginName);

    protected override async ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var value = await _implementation.InvokeAsync(new MethodCall(kernel, this, arguments, cancellationToken));
        return value as FunctionResult ?? new FunctionResult(this, value, kernel.Culture);
    }

    protected override async IAsyncEnumerable<TResult?> InvokeStreamingCoreAsync<TResult>(Kernel kernel, KernelArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TResult : default
    {
        var result = await InvokeCoreAsync(kernel, arguments, cancellationToken);
        if (result.Value is IAsyncEnumerable<TResult> pieces)
        {
            await foreach (var piece in pieces.WithCancellation(cancellationToken))
            {
                yield return piece;
            }
        }
        else if (result.Value is not null)
        {
            yield return typeof(TResult).IsAssignableFrom(typeof(StreamingMethodContent))
                ? (TResult)(object)new StreamingMethodContent(result.Value, result.Metadata)
                : result.GetValue<TResult>();
        }
    }

    private static KernelFunctionMetadata Describe(MethodInfo method, MethodParameter[] parameters, KernelFunctionFromMethodOptions? options, JsonSerializerOptions? json)
    {
        var name = options?.FunctionName ?? method.GetCustomAttribute<KernelFunctionAttribute>(inherit: true)?.Name?.Trim();
        var metadata = new KernelFunctionMetadata(string.IsNullOrEmpty(name) ? Names.OfMethod(method.Name, method.ReturnType) : name)
        {
            Description = options?.Description ?? method.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
            Parameters = options?.Parameters?.ToArray() ?? [.. parameters.Select(parameter => parameter.Metadata).OfType<KernelParameterMetadata>()],
            ReturnParameter = options?.ReturnParameter ?? new KernelReturnParameterMetadata(json!)
            {
                Description = method.ReturnParameter.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
                ParameterType = ReturnValue.TypeOf(method.ReturnType),
            },
        };
        if (options?.AdditionalMetadata is { } additional)
        {
            metadata.AdditionalProperties = additional;
        }

        return metadata;
    }

    private sealed record Implementation(MethodInfo Method, object? Target, MethodParameter[] Parameters, Func<object?, ValueTask<object?>> Unwrap)
    {
        public ValueTask<object?> InvokeAsync(MethodCall call)
        {
            var values = Array.ConvertAll(Parameters, parameter => parameter.Read(call));
            return Unwrap(Method.Invoke(Target, BindingFlags.DoNotWrapExceptions, binder: null, values, culture: null));
        }
    }
}
