using AgentHost.Diagnostics;

namespace AgentHost.Prompts;

internal static class PromptServices
{
    private const string Assistant = "assistant.yaml";

    public static IServiceCollection AddPrompts(this IServiceCollection services) => services.AddSingleton(provider => new PromptFile(
        Path.Combine(provider.GetRequiredService<IHostEnvironment>().ContentRootPath, "prompts", Assistant),
        HostPaths.ReadEmbedded(Assistant),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<PromptFile>>()));
}
