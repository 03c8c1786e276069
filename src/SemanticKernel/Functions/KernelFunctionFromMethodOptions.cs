using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

/// <summary>What to call a function made from a method, where the method itself does not say it.</summary>
public sealed class KernelFunctionFromMethodOptions
{
    /// <summary>The name.</summary>
    public string? FunctionName { get; init; }

    /// <summary>What the function does.</summary>
    public string? Description { get; init; }

    /// <summary>The parameters.</summary>
    public IEnumerable<KernelParameterMetadata>? Parameters { get; init; }

    /// <summary>The result.</summary>
    public KernelReturnParameterMetadata? ReturnParameter { get; init; }

    /// <summary>Where to log.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Further facts.</summary>
    public ReadOnlyDictionary<string, object?>? AdditionalMetadata { get; init; }
}
