namespace Microsoft.SemanticKernel;

/// <summary>Ties functions to kernels.</summary>
public static class KernelFunctionExtensions
{
    /// <summary>The same function, called with a kernel when it is called as a <see cref="Microsoft.Extensions.AI.AIFunction"/>.</summary>
    /// <param name="kernelFunction">The function.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="pluginName">Another plugin's name; null keeps the function's.</param>
    public static KernelFunction WithKernel(this KernelFunction kernelFunction, Kernel? kernel = null, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(kernelFunction);
        return kernelFunction.Bind(kernel, pluginName ?? kernelFunction.PluginName);
    }
}
