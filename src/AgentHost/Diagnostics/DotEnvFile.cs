using dotenv.net;

namespace AgentHost.Diagnostics;

/// <summary>
/// The file <c>.env</c> in the working directory, read as environment variables are: <c>A__B=x</c> is the key <c>A:B</c>.
/// It is a source of settings below the real environment, which it neither changes nor overrides.
/// </summary>
internal static class DotEnvFile
{
    public const string FileName = ".env";

    /// <summary>Its settings; none where there is no such file.</summary>
    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public static Dictionary<string, string?> Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path)) return settings;
        try
        {
            foreach (var (name, value) in DotEnv.Fluent().WithExceptions().WithEnvFiles(path).WithTrimValues().Read())
                settings[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            throw new SettingsException([$"{path} cannot be read: {exception.Message}"]);
        }

        return settings;
    }
}
