using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

/// <summary>Makes functions of methods and prompts.</summary>
public static partial class KernelFunctionFactory
{
    /// <summary>Makes a function of a delegate.</summary>
    /// <param name="method">The delegate.</param>
    /// <param name="functionName">The function's name; null for the method's.</param>
    /// <param name="description">What it does; null for the method's <see cref="System.ComponentModel.DescriptionAttribute"/>.</param>
    /// <param name="parameters">Its parameters; null for the method's.</param>
    /// <param name="returnParameter">Its result; null for the method's.</param>
    /// <param name="loggerFactory">Where to log.</param>
    public static KernelFunction CreateFromMethod(
        Delegate method,
        string? functionName = null,
        string? description = null,
        IEnumerable<KernelParameterMetadata>? parameters = null,
        KernelReturnParameterMetadata? returnParameter = null,
        ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        return CreateFromMethod(method.Method, method.Target, functionName, description, parameters, returnParameter, loggerFactory);
    }

    /// <summary>Makes a function of a delegate.</summary>
    /// <param name="method">The delegate.</param>
    /// <param name="jsonSerializerOptions">How arguments are read and schemas are made.</param>
    /// <param name="functionName">The function's name; null for the method's.</param>
    /// <param name="description">What it does; null for the method's <see cref="System.ComponentModel.DescriptionAttribute"/>.</param>
    /// <param name="parameters">Its parameters; null for the method's.</param>
    /// <param name="returnParameter">Its result; null for the method's.</param>
    /// <param name="loggerFactory">Where to log.</param>
    public static KernelFunction CreateFromMethod(
        Delegate method,
        JsonSerializerOptions jsonSerializerOptions,
        string? functionName = null,
        string? description = null,
        IEnumerable<KernelParameterMetadata>? parameters = null,
        KernelReturnParameterMetadata? returnParameter = null,
        ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        return CreateFromMethod(method.Method, jsonSerializerOptions, method.Target, functionName, description, parameters, returnParameter, loggerFactory);
    }

    /// <summary>Makes a function of a delegate.</summary>
    /// <param name="method">The delegate.</param>
    /// <param name="options">Name, description and so on.</param>
    public static KernelFunction CreateFromMethod(Delegate method, KernelFunctionFromMethodOptions? options)
    {
        ArgumentNullException.ThrowIfNull(method);
        return MethodFunction.Create(method.Method, method.Target, options, json: null);
    }

    /// <summary>Makes a function of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">The object whose method it is; null for a static one.</param>
    /// <param name="functionName">The function's name; null for the method's.</param>
    /// <param name="description">What it does; null for the method's <see cref="System.ComponentModel.DescriptionAttribute"/>.</param>
    /// <param name="parameters">Its parameters; null for the method's.</param>
    /// <param name="returnParameter">Its result; null for the method's.</param>
    /// <param name="loggerFactory">Where to log.</param>
    public static KernelFunction CreateFromMethod(
        MethodInfo method,
        object? target = null,
        string? functionName = null,
        string? description = null,
        IEnumerable<KernelParameterMetadata>? parameters = null,
        KernelReturnParameterMetadata? returnParameter = null,
        ILoggerFactory? loggerFactory = null) =>
        MethodFunction.Create(method, target, Options(functionName, description, parameters, returnParameter, loggerFactory), json: null);

    /// <summary>Makes a function of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="jsonSerializerOptions">How arguments are read and schemas are made.</param>
    /// <param name="target">The object whose method it is; null for a static one.</param>
    /// <param name="functionName">The function's name; null for the method's.</param>
    /// <param name="description">What it does; null for the method's <see cref="System.ComponentModel.DescriptionAttribute"/>.</param>
    /// <param name="parameters">Its parameters; null for the method's.</param>
    /// <param name="returnParameter">Its result; null for the method's.</param>
    /// <param name="loggerFactory">Where to log.</param>
    public static KernelFunction CreateFromMethod(
        MethodInfo method,
        JsonSerializerOptions jsonSerializerOptions,
        object? target = null,
        string? functionName = null,
        string? description = null,
        IEnumerable<KernelParameterMetadata>? parameters = null,
        KernelReturnParameterMetadata? returnParameter = null,
        ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(jsonSerializerOptions);
        return MethodFunction.Create(method, target, Options(functionName, description, parameters, returnParameter, loggerFactory), jsonSerializerOptions);
    }

    private static KernelFunctionFromMethodOptions Options(
        string? functionName,
        string? description,
        IEnumerable<KernelParameterMetadata>? parameters,
        KernelReturnParameterMetadata? returnParameter,
        ILoggerFactory? loggerFactory) => new()
        {
            FunctionName = functionName,
            Description = description,
            Parameters = parameters,
            ReturnParameter = returnParameter,
            LoggerFactory = loggerFactory,
        };
}
