using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>Collects what a kernel shall have.</summary>
internal sealed class KernelBuilder(IServiceCollection services) : IKernelBuilder, IKernelBuilderPlugins
{
    public IServiceCollection Services => services;

    public IKernelBuilderPlugins Plugins => this;

    public static void AddTo(IServiceCollection services)
    {
        services.AddTransient<KernelPluginCollection>(provider => [.. provider.GetServices<KernelPlugin>()]);
        services.AddTransient(provider => new Kernel(provider, provider.GetRequiredService<KernelPluginCollection>()));
    }

    public Kernel Build()
    {
        Services.AddSingleton(KeyedServices.Of(Services));
        var provider = Services.BuildServiceProvider();
        return new Kernel(provider, [.. provider.GetServices<KernelPlugin>()]);
    }
}
