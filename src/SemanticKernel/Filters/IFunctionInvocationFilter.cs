namespace Microsoft.SemanticKernel;

/// <summary>Stands around every call of a function.</summary>
public interface IFunctionInvocationFilter
{
    /// <summary>Handles a call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="next">The rest; not calling it skips the function.</param>
    Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next);
}
