using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentHost.Context;

/// <summary>Registers what reads, writes and seals contexts.</summary>
internal static class ContextServices
{
    public static IServiceCollection AddConversationContext(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ContextOptions>().Bind(configuration.GetSection(ContextOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);

        // Without a fixed name the content root is part of every key's purpose, and another folder or image breaks all seals.
        services.AddDataProtection().SetApplicationName("AgentHost");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, ContextKeys>();
        // It warns that keys are not encrypted at rest whenever it makes one; ContextKeys says so once, with the place.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));

        services.AddSingleton<ContextSeal>();
        services.AddSingleton<ContextReader>();
        services.AddSingleton<ContextWriter>();
        services.AddSingleton<HistoryWindow>();
        services.AddSingleton<ContextSummariser>();
        return services;
    }
}
