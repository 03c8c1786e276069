using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>The model must call one function or more, in the first request of a loop.</summary>
public sealed class RequiredFunctionChoiceBehavior : FunctionChoiceBehavior
{
    private readonly bool _autoInvoke = true;

    [JsonConstructor]
    internal RequiredFunctionChoiceBehavior()
        : base(functions: null)
    {
    }

    internal RequiredFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, bool autoInvoke, FunctionChoiceBehaviorOptions? options)
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

        // Told again after the first request, the model would call the same functions for ever.
        var functions = context.RequestSequenceIndex >= 1 ? null : GetFunctions(Functions, context.Kernel, _autoInvoke);
        return new(FunctionChoice.Required, functions, _autoInvoke, Options ?? DefaultOptions);
    }
}
