using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>A function whose name as an <see cref="AIFunction"/> has its plugin's name before it.</summary>
public abstract class FullyQualifiedAIFunction : AIFunction
{
    private protected FullyQualifiedAIFunction(KernelFunctionMetadata metadata)
    {
        Metadata = metadata;
    }

    /// <summary>What the function is called, does, takes and gives.</summary>
    public KernelFunctionMetadata Metadata { get; init; }

    /// <summary>The name with the plugin's: <c>plugin_function</c>.</summary>
    public override string Name => string.IsNullOrWhiteSpace(Metadata.PluginName) ? Metadata.Name : Metadata.PluginName + "_" + Metadata.Name;
}
