using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.Internal;
using Microsoft.SemanticKernel.Services;

namespace Microsoft.SemanticKernel;

/// <summary>A parameter of a method, and where its value comes from.</summary>
internal sealed class MethodParameter
{
    private readonly Func<MethodCall, object?> _read;

    private MethodParameter(Func<MethodCall, object?> read, KernelParameterMetadata? metadata = null)
    {
        _read = read;
        Metadata = metadata;
    }

    /// <summary>What a caller sees; null for what the kernel fills.</summary>
    public KernelParameterMetadata? Metadata { get; }

    public static MethodParameter From(ParameterInfo parameter, JsonSerializerOptions? options) =>
        FromKernel(parameter) is { } read ? new(read) : FromArgument(parameter, options);

    public object? Read(MethodCall call) => _read(call);

    private static Func<MethodCall, object?>? FromKernel(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<FromKernelServicesAttribute>() is { } attribute)
        {
            return call => FromServices(call.Kernel, parameter, attribute.ServiceKey);
        }

        return type switch
        {
            _ when type == typeof(Kernel) => static call => call.Kernel,
            _ when type == typeof(KernelFunction) => static call => call.Function,
            _ when type == typeof(KernelArguments) => static call => call.Arguments,
            _ when type == typeof(ILoggerFactory) => static call => call.Kernel.LoggerFactory,
            _ when type == typeof(ILogger) => static call => call.Kernel.LoggerFactory.CreateLogger(call.Function.Name),
            _ when type == typeof(IAIServiceSelector) => static call => call.Kernel.ServiceSelector,
            _ when type == typeof(CultureInfo) || type == typeof(IFormatProvider) => static call => call.Kernel.Culture,
            _ when type == typeof(CancellationToken) => static call => call.CancellationToken,
            _ => null,
        };
    }

    private static object? FromServices(Kernel kernel, ParameterInfo parameter, object? key)
    {
        var service = key is null
            ? kernel.Services.GetService(parameter.ParameterType)
            : (kernel.Services as IKeyedServiceProvider)?.GetKeyedService(parameter.ParameterType, key);
        if (service is not null || parameter.HasDefaultValue)
        {
            return service ?? parameter.DefaultValue;
        }

        throw new KernelException($"Missing service for function parameter '{parameter.Name}'", new ArgumentException("Missing service for function parameter", parameter.Name));
    }

    private static MethodParameter FromArgument(ParameterInfo parameter, JsonSerializerOptions? options)
    {
        var name = Names.Sanitize(parameter.Name ?? string.Empty);
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var defaultValue = parameter.HasDefaultValue ? DefaultOf(parameter, type) : null;
        var metadata = new KernelParameterMetadata(name, options!)
        {
            Description = parameter.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
            DefaultValue = defaultValue,
            IsRequired = !parameter.IsOptional,
            ParameterType = type,
        };
        return new(Read, metadata);

        object? Read(MethodCall call)
        {
            if (call.Arguments.TryGetValue(name, out var value))
            {
                return TypeConversion.To(type, value, name, call.Kernel.Culture, options);
            }

            return parameter.HasDefaultValue
                ? defaultValue
                : throw new KernelException($"Missing argument for function parameter '{name}'", new ArgumentException("Missing argument for function parameter", name));
        }
    }

    // The default of an enum is stored as a number.
    private static object? DefaultOf(ParameterInfo parameter, Type type) =>
        parameter.DefaultValue is { } value && (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } enumType ? Enum.ToObject(enumType, value) : parameter.DefaultValue;
}

/// <summary>One call of a method.</summary>
internal sealed record MethodCall(Kernel Kernel, KernelFunction Function, KernelArguments Arguments, CancellationToken CancellationToken);
