using System.Globalization;

namespace AgentHost.Diagnostics;

/// <summary>The framework's own settings, as far as the framework answers a mistake in them with a stack trace.</summary>
internal static class FrameworkSettings
{
    private const string Logging = "Logging";
    private const string LogLevels = "LogLevel";

    /// <summary>Finds levels and addresses that mean nothing, and takes such levels out: the log is built before all settings are checked.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="mistakes">Grows by one line a mistake.</param>
    public static void Check(IConfigurationManager configuration, ICollection<string> mistakes)
    {
        foreach (var level in Levels(configuration.GetSection(Logging)).ToList())
        {
            if (level.Value is not { Length: > 0 } value || Enum.TryParse<LogLevel>(value, ignoreCase: true, out _)) continue;
            mistakes.Add($"{level.Path}: '{value}' must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            configuration[level.Path] = nameof(LogLevel.Information);
        }

        foreach (var (key, address) in Addresses(configuration))
        {
            if (!IsAddress(address)) mistakes.Add($"{key}: '{address}' must be http:// or https://, a name or address, and a port from 0 to 65535, as in http://127.0.0.1:8000.");
        }
    }

    private static IEnumerable<IConfigurationSection> Levels(IConfigurationSection logging) =>
        logging.GetSection(LogLevels).GetChildren().Concat(logging.GetChildren().SelectMany(provider => provider.GetSection(LogLevels).GetChildren()));

    private static IEnumerable<(string Key, string Address)> Addresses(IConfiguration configuration)
    {
        foreach (var address in (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            yield return ("Urls", address);
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (endpoint["Url"] is { } url) yield return ($"{endpoint.Path}:Url", url);
        }
    }

    private static bool IsAddress(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            return address.Scheme.ToLower(CultureInfo.InvariantCulture) is "http" or "https" && address.Port is >= 0 and <= ushort.MaxValue;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
