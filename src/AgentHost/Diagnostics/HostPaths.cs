namespace AgentHost.Diagnostics;

/// <summary>
/// Where the host finds its files: the directory named by the setting <c>contentRoot</c>, else the working
/// directory when it holds an <c>appsettings.json</c>, else the directory of the program.
/// </summary>
internal static class HostPaths
{
    public const string SettingsFile = "appsettings.json";

    /// <summary>The directory with settings and prompts.</summary>
    public static string FindContentRoot(string workingDirectory, string programDirectory) =>
        File.Exists(Path.Combine(workingDirectory, SettingsFile)) ? workingDirectory : programDirectory;

    /// <summary>The embedded text of a shipped file, for hosts that were moved without their folders.</summary>
    public static string ReadEmbedded(string name)
    {
        using var stream = typeof(HostPaths).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
