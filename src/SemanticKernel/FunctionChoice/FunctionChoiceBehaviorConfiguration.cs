namespace Microsoft.SemanticKernel;

/// <summary>What a <see cref="FunctionChoiceBehavior"/> means for one request.</summary>
public sealed class FunctionChoiceBehaviorConfiguration
{
    internal FunctionChoiceBehaviorConfiguration(FunctionChoice choice, IReadOnlyList<KernelFunction>? functions, bool autoInvoke, FunctionChoiceBehaviorOptions options)
    {
        Choice = choice;
        Functions = functions;
        AutoInvoke = autoInvoke;
        Options = options;
    }

    /// <summary>Whether the model may, must or must not call functions.</summary>
    public FunctionChoice Choice { get; }

    /// <summary>The functions to tell the model about.</summary>
    public IReadOnlyList<KernelFunction>? Functions { get; }

    /// <summary>Whether the connector carries the calls out itself.</summary>
    public bool AutoInvoke { get; set; }

    /// <summary>How functions may be called.</summary>
    public FunctionChoiceBehaviorOptions Options { get; }
}
