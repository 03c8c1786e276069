using Microsoft.SemanticKernel;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers kernels.</summary>
public static class KernelServiceCollectionExtensions
{
    /// <summary>Registers <see cref="Kernel"/> and its plugins as transient services.</summary>
    /// <param name="services">The services.</param>
    public static IKernelBuilder AddKernel(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        KernelBuilder.AddTo(services);
        return new KernelBuilder(services);
    }
}
