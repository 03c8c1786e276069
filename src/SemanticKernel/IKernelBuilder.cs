using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Collects what a kernel shall have.</summary>
public interface IKernelBuilder
{
    /// <summary>The services.</summary>
    IServiceCollection Services { get; }

    /// <summary>The plugins.</summary>
    IKernelBuilderPlugins Plugins { get; }
}
