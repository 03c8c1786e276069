namespace Microsoft.SemanticKernel;

/// <summary>A call of a function, as filters see it.</summary>
public class FunctionInvocationContext
{
    internal FunctionInvocationContext(Kernel kernel, KernelFunction function, KernelArguments arguments, FunctionResult result)
    {
        Kernel = kernel;
        Function = function;
        Arguments = arguments;
        Result = result;
    }

    /// <summary>Ends the call.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Whether the result is streamed.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>The kernel.</summary>
    public Kernel Kernel { get; }

    /// <summary>The function.</summary>
    public KernelFunction Function { get; }

    /// <summary>The arguments.</summary>
    public KernelArguments Arguments { get; }

    /// <summary>The result, which a filter may replace.</summary>
    public FunctionResult Result { get; set; }
}
