using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace AgentHost.Diagnostics;

/// <summary>
/// Levels and looks of log lines where the section <c>Logging</c> does not say: one readable line each, or with
/// <c>Logging:Console:FormatterName=json</c> one object each, with trace id and path in its scopes.
/// </summary>
internal static class LogDefaults
{
    public static void Add(IServiceCollection services)
    {
        AddInFront<LoggerFilterOptions>(services, filter =>
        {
            // The framework's own lines at Information double ours.
            filter.AddFilter("Microsoft", LogLevel.Warning);
            filter.AddFilter("System.Net.Http", LogLevel.Warning);

            // An error for every question that is answered "not ready"; the answer says it, and the start said why.
            filter.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        });
        // Where nothing names the formatter, the console overwrites its options with old ones.
        AddInFront<ConsoleLoggerOptions>(services, console => console.FormatterName = ConsoleFormatterNames.Simple);
        AddInFront<SimpleConsoleFormatterOptions>(services, simple =>
        {
            simple.SingleLine = true;
            simple.TimestampFormat = "HH:mm:ss ";
        });
        AddInFront<JsonConsoleFormatterOptions>(services, json =>
        {
            json.IncludeScopes = true;
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "O";
        });
    }

    // What the settings bind then comes later, and wins.
    private static void AddInFront<T>(IServiceCollection services, Action<T> configure)
        where T : class => services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<T>>(new ConfigureOptions<T>(configure)));
}
