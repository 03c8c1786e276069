using System.Net;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace AgentHost.Diagnostics;

/// <summary>The web server and its settings, before any feature.</summary>
internal static class HostBuilder
{
    public const int DefaultPort = 8000;

    /// <summary>
    /// A builder whose settings come from, the later ones winning: <c>appsettings.json</c>, the
    /// <see cref="EnvironmentAliases"/>, <c>.env</c>, the environment, the command line.
    /// </summary>
    /// <exception cref="SettingsException">The settings cannot be read at all.</exception>
    public static WebApplicationBuilder Create(string[] args)
    {
        var workingDirectory = Directory.GetCurrentDirectory();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = HostPaths.FindContentRoot(args, workingDirectory, AppContext.BaseDirectory),
        });
        AddSettings(builder, workingDirectory);
        ConfigureServer(builder);
        return builder;
    }

    private static void AddSettings(WebApplicationBuilder builder, string workingDirectory)
    {
        var sources = builder.Configuration.Sources;
        var environment = sources.TakeWhile(source => source is not EnvironmentVariablesConfigurationSource { Prefix: null or "" }).Count();
        sources.Insert(environment, new MemoryConfigurationSource { InitialData = DotEnvFile.Read(workingDirectory) });

        var mistakes = new List<string>();
        var aliases = EnvironmentAliases.Read(name => builder.Configuration[name], mistakes);
        sources.Insert(environment, new MemoryConfigurationSource { InitialData = aliases });
        FrameworkSettings.Check(builder.Configuration, mistakes);
        builder.Services.AddSingleton(new EnvironmentMistakes(mistakes));
    }

    private static void ConfigureServer(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = OpenFiles.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = OpenFiles.MaxConnections;
            if (!HasAddress(context.Configuration)) kestrel.Listen(IPAddress.Loopback, DefaultPort);
        });
    }

    private static bool HasAddress(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
