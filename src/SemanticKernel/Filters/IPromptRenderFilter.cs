namespace Microsoft.SemanticKernel;

/// <summary>Stands around every rendering of a prompt.</summary>
public interface IPromptRenderFilter
{
    /// <summary>Handles a rendering.</summary>
    /// <param name="context">The rendering.</param>
    /// <param name="next">The rest; not calling it skips the template.</param>
    Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next);
}
