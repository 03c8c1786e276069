using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AgentHost.Diagnostics;

/// <summary>The web server and its settings, before any feature.</summary>
internal static class HostBuilder
{
    private const int DefaultPort = 8000;

    // Below the usual limit of open files (1,024 on many systems, one for each upstream connection too);
    // Kestrel that runs out of them can abort the process.
    private const long FilesPerConnection = 2;

    public static WebApplicationBuilder Create(string[] args)
    {
        DotEnv.Load();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = HostPaths.FindContentRoot(Directory.GetCurrentDirectory(), AppContext.BaseDirectory),
        });
        EnvironmentAliases.Add(builder.Configuration);
        ConfigureServer(builder);
        return builder;
    }

    private static void ConfigureServer(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1AndHttp2);
            if (!HasAddress(context.Configuration)) kestrel.Listen(IPAddress.Loopback, DefaultPort);
        });
    }

    private static bool HasAddress(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey])
        || !string.IsNullOrEmpty(configuration["HTTP_PORTS"])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
