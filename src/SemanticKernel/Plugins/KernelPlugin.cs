using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>Functions under one name.</summary>
public abstract class KernelPlugin : IEnumerable<KernelFunction>
{
    /// <summary>A plugin.</summary>
    /// <param name="name">Its name: letters, digits and underscores.</param>
    /// <param name="description">What it is for.</param>
    protected KernelPlugin(string name, string? description = null)
    {
        Names.VerifyPlugin(name, nameof(name));
        Name = name;
        Description = description ?? string.Empty;
    }

    /// <summary>The plugin's name.</summary>
    public string Name { get; }

    /// <summary>What the plugin is for.</summary>
    public string Description { get; }

    /// <summary>How many functions the plugin has.</summary>
    public abstract int FunctionCount { get; }

    /// <summary>A function of the plugin.</summary>
    /// <param name="functionName">Its name, without regard to case.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public KernelFunction this[string functionName] => TryGetFunction(functionName, out var function)
        ? function
        : throw new KeyNotFoundException($"The plugin does not contain a function with the specified name. Plugin name - '{Name}', function name - '{functionName}'.");

    /// <summary>Looks for a function.</summary>
    /// <param name="name">Its name, without regard to case.</param>
    /// <param name="function">The function.</param>
    public abstract bool TryGetFunction(string name, [NotNullWhen(true)] out KernelFunction? function);

    /// <summary>Whether there is a function.</summary>
    /// <param name="functionName">Its name, without regard to case.</param>
    public bool Contains(string functionName) => TryGetFunction(functionName, out _);

    /// <summary>Whether a function is of this plugin.</summary>
    /// <param name="function">The function.</param>
    public bool Contains(KernelFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return TryGetFunction(function.Name, out var found) && found == function;
    }

    /// <summary>The metadata of all functions.</summary>
    public IList<KernelFunctionMetadata> GetFunctionsMetadata() => [.. this.Select(function => function.Metadata)];

    /// <summary>The functions as Microsoft.Extensions.AI has them.</summary>
    /// <param name="kernel">The kernel to call them with.</param>
    public IEnumerable<AIFunction> AsAIFunctions(Kernel? kernel = null) => this.Select(function => function.WithKernel(kernel));

    /// <summary>The functions.</summary>
    public abstract IEnumerator<KernelFunction> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
