using AgentHost.Plugins.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace AgentHost.Plugins.Tests.Fakes;

/// <summary>The tools as the host registers them, with settings and an optional network and clock.</summary>
internal static class Tools
{
    public static ServiceProvider Services(Dictionary<string, string?>? settings = null, GuardedHttpClientFactory? clients = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        if (clients is not null)
            services.AddSingleton(clients);
        if (time is not null)
            services.AddSingleton(time);
        return services.AddTools(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
    }

    public static async Task<T> CallAsync<T>(this IServiceProvider services, string tool, KernelArguments arguments)
    {
        var function = services.GetRequiredService<ToolCatalogue>().Find(tool).Function;
        var result = await function.InvokeAsync(new Kernel(services), arguments, TestContext.Current.CancellationToken);
        return result.GetValue<T>()!;
    }
}
