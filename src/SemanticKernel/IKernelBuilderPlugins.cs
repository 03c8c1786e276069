using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Collects the plugins that a kernel shall have.</summary>
public interface IKernelBuilderPlugins
{
    /// <summary>The services, among which plugins are registered.</summary>
    IServiceCollection Services { get; }
}
