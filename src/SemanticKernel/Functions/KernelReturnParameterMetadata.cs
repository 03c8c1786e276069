using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>The result of a function.</summary>
public sealed class KernelReturnParameterMetadata
{
    private readonly JsonSerializerOptions? _options;
    private KernelJsonSchema? _schema;
    private bool _schemaIsInferred;

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
            Forget();
        }
    } = string.Empty;

    /// <summary>The CLR type.</summary>
    public Type? ParameterType
    {
        get;
        set
        {
            field = value;
            Forget();
        }
    }

    /// <summary>The JSON schema; made from the type where none is assigned.</summary>
    public KernelJsonSchema? Schema
    {
        get
        {
            if (_schema is null && !_schemaIsInferred)
            {
                _schema = SchemaBuilder.Build(ParameterType, Description, defaultValue: null, _options);
                _schemaIsInferred = true;
            }

            return _schema;
        }

        set
        {
            _schema = value;
            _schemaIsInferred = false;
        }
    }

    private void Forget()
    {
        if (_schemaIsInferred)
        {
            _schema = null;
            _schemaIsInferred = false;
        }
    }
}
