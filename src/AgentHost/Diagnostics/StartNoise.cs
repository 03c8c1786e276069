namespace AgentHost.Diagnostics;

/// <summary>
/// Keeps the framework from logging stack traces of a start that fails: the exception arrives at
/// <see cref="HostProgram"/>, which explains it or lets it through.
/// </summary>
internal sealed class StartNoise
{
    private volatile bool _starting = true;

    /// <summary>The categories that log such an exception before they throw it.</summary>
    public static IReadOnlyList<string> Categories { get; } = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    public bool Passes(LogLevel level) => level >= LogLevel.Warning && (level < LogLevel.Error || !_starting);

    /// <summary>The host has started; from now on everything is said.</summary>
    public void End() => _starting = false;
}
