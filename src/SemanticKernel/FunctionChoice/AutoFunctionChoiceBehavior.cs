using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>The model decides whether it calls functions.</summary>
public sealed class AutoFunctionChoiceBehavior : FunctionChoiceBehavior
{
    private readonly bool _autoInvoke = true;

    [JsonConstructor]
    internal AutoFunctionChoiceBehavior()
        : base(functions: null)
    {
    }

    internal AutoFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, bool autoInvoke, FunctionChoiceBehaviorOptions? options)
        : base(functions)
    {
        Functions = NamesOf(functions);
        Options = options;
        _autoInvoke = autoInvoke;
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
        return new(FunctionChoice.Auto, GetFunctions(Functions, context.Kernel, _autoInvoke), _autoInvoke, Options ?? DefaultOptions);
    }
}
