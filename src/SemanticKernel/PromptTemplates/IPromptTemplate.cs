namespace Microsoft.SemanticKernel;

/// <summary>A prompt with gaps.</summary>
public interface IPromptTemplate
{
    /// <summary>Fills the gaps.</summary>
    /// <param name="kernel">The kernel whose functions the template may call.</param>
    /// <param name="arguments">The values.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <returns>The prompt.</returns>
    Task<string> RenderAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default);
}
