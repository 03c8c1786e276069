using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>What a function is called, does, takes and gives.</summary>
public sealed class KernelFunctionMetadata
{
    private static readonly ReadOnlyDictionary<string, object?> NoProperties = new(new Dictionary<string, object?>(StringComparer.Ordinal));

    /// <summary>The metadata of a function without parameters.</summary>
    /// <param name="name">The function's name.</param>
    public KernelFunctionMetadata(string name)
    {
        Name = name;
    }

    /// <summary>A copy.</summary>
    /// <param name="metadata">The original.</param>
    public KernelFunctionMetadata(KernelFunctionMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Name = metadata.Name;
        PluginName = metadata.PluginName;
        Description = metadata.Description;
        Parameters = metadata.Parameters;
        ReturnParameter = metadata.ReturnParameter;
        AdditionalProperties = metadata.AdditionalProperties;
    }

    /// <summary>The function's name: letters, digits, underscores and dashes.</summary>
    public string Name
    {
        get;
        set
        {
            Names.VerifyFunction(value, nameof(value));
            field = value;
        }
    }

    /// <summary>The plugin's name.</summary>
    public string? PluginName { get; set; }

    /// <summary>What the function does, in words for a model.</summary>
    [AllowNull]
    public string Description { get; set => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The parameters that a caller sees.</summary>
    public IReadOnlyList<KernelParameterMetadata> Parameters { get; set; } = [];

    /// <summary>The result.</summary>
    public KernelReturnParameterMetadata ReturnParameter { get; set; } = KernelReturnParameterMetadata.Empty;

    /// <summary>Further facts.</summary>
    public ReadOnlyDictionary<string, object?> AdditionalProperties { get; set; } = NoProperties;
}
