using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AgentHost.Diagnostics;

/// <summary>Says at the start where the host listens and which files it uses, and which settings mean nothing.</summary>
internal sealed partial class StartReport(
    IServer server, IHostEnvironment environment, SettingsCheck settings, StartNoise noise, ILogger<StartReport> logger) : IHostedLifecycleService
{
    /// <summary>The version of the program.</summary>
    public static string Version { get; } =
        typeof(StartReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        noise.End();
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var root = environment.ContentRootPath;
        var (all, first) = (string.Join(" and ", addresses), addresses.FirstOrDefault());
        LogListening(Version, all, first);

        var (settingsFile, prompts) = (Path.Combine(root, HostPaths.SettingsFile), Path.Combine(root, HostPaths.Prompts));
        var (dotEnv, data) = (File.Exists(DotEnvFile.FileName) ? Path.GetFullPath(DotEnvFile.FileName) : "none", Path.GetFullPath("data"));
        LogFiles(settingsFile, prompts, dotEnv, data);
        foreach (var line in settings.Unknown) LogUnknown(line);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "AgentHost {Version} listens on {Addresses}; try it at {First}/docs")]
    private partial void LogListening(string version, string addresses, string? first);

    [LoggerMessage(Level = LogLevel.Information, Message = "Settings {Settings}, prompts {Prompts}, environment file {DotEnv}, data {Data}")]
    private partial void LogFiles(string settings, string prompts, string dotEnv, string data);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Settings: {Line}")]
    private partial void LogUnknown(string line);
}
