using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>The result of a function.</summary>
public sealed class KernelReturnParameterMetadata
{
    private readonly JsonSerializerOptions? _options;
    private KernelJsonSchema? _givenSchema;
    private KernelJsonSchema? _inferredSchema;

    /// <summary>A result of unknown type.</summary>
    public KernelReturnParameterMetadata()
    {
    }

    /// <summary>A result of unknown type.</summary>
    /// <param name="jsonSerializerOptions">How it is written, which its schema follows.</param>
    public KernelReturnParameterMetadata(JsonSerializerOptions jsonSerializerOptions)
    {
        _options = jsonSerializerOptions;
    }

    internal static KernelReturnParameterMetadata Empty { get; } = new();

    /// <summary>What the result means.</summary>
    [AllowNull]
    public string Description
    {
        get;
        set
        {
            field = value ?? string.Empty;
            _inferredSchema = null;
        }
    } = string.Empty;

    /// <summary>The CLR type.</summary>
    public Type? ParameterType
    {
        get;
        set
        {
            field = value;
            _inferredSchema = null;
        }
    }

    /// <summary>The JSON schema; made from the type where none is assigned.</summary>
    public KernelJsonSchema? Schema
    {
        get => _givenSchema ?? SchemaBuilder.NullIfNone(_inferredSchema ??= SchemaBuilder.Build(ParameterType, Description, defaultValue: null, _options));
        set => _givenSchema = value;
    }
}
