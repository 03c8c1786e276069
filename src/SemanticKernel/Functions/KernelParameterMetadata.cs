using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>A parameter of a function.</summary>
public sealed class KernelParameterMetadata
{
    private readonly JsonSerializerOptions? _options;
    private KernelJsonSchema? _givenSchema;
    private KernelJsonSchema? _inferredSchema;

    /// <summary>A parameter.</summary>
    /// <param name="name">Its name.</param>
    public KernelParameterMetadata(string name)
    {
        Name = name;
    }

    /// <summary>A parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="jsonSerializerOptions">How its values are written, which its schema follows.</param>
    public KernelParameterMetadata(string name, JsonSerializerOptions jsonSerializerOptions)
        : this(name)
    {
        _options = jsonSerializerOptions;
    }

    /// <summary>A copy.</summary>
    /// <param name="metadata">The original.</param>
    public KernelParameterMetadata(KernelParameterMetadata metadata)
        : this(metadata, metadata._options!)
    {
    }

    /// <summary>A copy.</summary>
    /// <param name="metadata">The original.</param>
    /// <param name="jsonSerializerOptions">How its values are written, which its schema follows.</param>
    public KernelParameterMetadata(KernelParameterMetadata metadata, JsonSerializerOptions jsonSerializerOptions)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _options = jsonSerializerOptions;
        Name = metadata.Name;
        Description = metadata.Description;
        DefaultValue = metadata.DefaultValue;
        IsRequired = metadata.IsRequired;
        ParameterType = metadata.ParameterType;
        _givenSchema = metadata._givenSchema;
        _inferredSchema = metadata._inferredSchema;
    }

    /// <summary>The parameter's name.</summary>
    public string Name
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    }

    /// <summary>What the parameter means, in words for a model.</summary>
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

    /// <summary>What holds where no argument is given.</summary>
    public object? DefaultValue
    {
        get;
        set
        {
            field = value;
            _inferredSchema = null;
        }
    }

    /// <summary>Whether an argument must be given.</summary>
    public bool IsRequired { get; set; }

    /// <summary>The CLR type; never serialised.</summary>
    [JsonIgnore]
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
        get => _givenSchema ?? SchemaBuilder.NullIfNone(_inferredSchema ??= SchemaBuilder.Build(ParameterType, Description, DefaultValue, _options));
        set => _givenSchema = value;
    }
}
