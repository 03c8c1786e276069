using Microsoft.Extensions.Configuration;

namespace AgentHost.Diagnostics;

/// <summary>
/// Where the host finds its files: the directory named by the setting <c>contentRoot</c>, else the working
/// directory when it holds an <c>appsettings.json</c>, else the directory of the program.
/// </summary>
internal static class HostPaths
{
    public const string SettingsFile = "appsettings.json";

    public const string Prompts = "prompts";

    /// <summary>The directory with settings and prompts.</summary>
    /// <param name="args">The command line, which may hold <c>--contentRoot</c>.</param>
    /// <param name="workingDirectory">Where the program was started.</param>
    /// <param name="programDirectory">Where it lies.</param>
    /// <exception cref="SettingsException">The setting names no directory.</exception>
    public static string FindContentRoot(string[] args, string workingDirectory, string programDirectory)
    {
        var setting = new ConfigurationBuilder()
            .AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(args)
            .Build()[HostDefaults.ContentRootKey];
        if (string.IsNullOrEmpty(setting))
            return File.Exists(Path.Combine(workingDirectory, SettingsFile)) ? workingDirectory : programDirectory;

        var directory = Path.GetFullPath(setting, workingDirectory);
        return Directory.Exists(directory) ? directory : throw new SettingsException([$"contentRoot: there is no directory {directory}."]);
    }

    /// <summary>The embedded text of a shipped file, for hosts that were moved without their folders.</summary>
    public static string ReadEmbedded(string name)
    {
        using var stream = typeof(HostPaths).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
