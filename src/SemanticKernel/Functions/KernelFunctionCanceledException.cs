namespace Microsoft.SemanticKernel;

/// <summary>A function was ended before it was done.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="function">The function.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="functionResult">Its result, when it had one already.</param>
/// <param name="innerException">The cancellation.</param>
public sealed class KernelFunctionCanceledException(Kernel kernel, KernelFunction function, KernelArguments arguments, FunctionResult? functionResult, Exception? innerException = null)
    : OperationCanceledException("The invocation of function '" + function.Name + "' was canceled.", innerException, (innerException as OperationCanceledException)?.CancellationToken ?? CancellationToken.None)
{
    /// <summary>The kernel.</summary>
    public Kernel Kernel { get; } = kernel;

    /// <summary>The function.</summary>
    public KernelFunction Function { get; } = function;

    /// <summary>The function's arguments.</summary>
    public KernelArguments Arguments { get; } = arguments;

    /// <summary>The function's result, when it had one already.</summary>
    public FunctionResult? FunctionResult { get; } = functionResult;
}
