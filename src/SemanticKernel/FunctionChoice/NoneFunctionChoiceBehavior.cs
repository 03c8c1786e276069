using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>The model is told about functions, but must not call them.</summary>
public sealed class NoneFunctionChoiceBehavior : FunctionChoiceBehavior
{
    [JsonConstructor]
    internal NoneFunctionChoiceBehavior()
        : base(functions: null)
    {
    }

    internal NoneFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, FunctionChoiceBehaviorOptions? options)
        : base(functions)
    {
        Functions = NamesOf(functions);
        Options = options;
    }

    /// <summary>Names like <c>plugin.function</c>; null for all of the kernel's functions, an empty list for none.</summary>
    [JsonPropertyName("functions")]
    public IList<string>? Functions { get; set; }

    /// <summary>How functions may be called.</summary>
    [JsonPropertyName("options")]
    public FunctionChoiceBehaviorOptions? Options { get; set; }

    /// <inheritdoc/>
    public override FunctionChoiceBehaviorConfiguration GetConfiguration(FunctionChoiceBehaviorConfigurationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(FunctionChoice.None, GetFunctions(Functions, context.Kernel, autoInvoke: false), autoInvoke: false, Options ?? DefaultOptions);
    }
}
