using System.Runtime.Versioning;
using AgentHost.Context;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentHost.Tests.Context;

public sealed class ContextServicesTests : IDisposable
{
    private readonly KeyRing _keys = new();

    [Fact]
    public void Defaults_are_valid() =>
        Assert.NotNull(_keys.Host(null).GetRequiredService<IOptions<ContextOptions>>().Value);

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_keys()
    {
        var host = _keys.Host(null, ("Context:MaxBytes", "1"), ("Context:MaxMessages", "0"), ("Context:SealLifetime", "00:00:01"), ("Context:BytesPerToken", "NaN"), ("Context:Unsealed", "7"));
        var error = Assert.Throws<OptionsValidationException>(() => host.GetRequiredService<IOptions<ContextOptions>>().Value);
        Assert.All(["MaxBytes", "MaxMessages", "SealLifetime", "BytesPerToken", "Unsealed"], key => Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal));
        Assert.Equal(5, error.Failures.Count());
    }

    [Fact]
    public void Keys_lie_in_the_directory_for_this_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        var directory = Path.Combine(_keys.Directory, "new", "keys");
        using var host = Start(directory, new Lines());
        Assert.NotNull(Seal(host));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(directory).UnixFileMode);
        var file = Assert.Single(new DirectoryInfo(directory).GetFiles());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
    }

    [Fact]
    public void Where_no_directory_can_be_made_keys_live_in_memory_and_a_warning_says_so()
    {
        var blocked = Path.Combine(_keys.Directory, "file");
        File.WriteAllText(blocked, "");
        var lines = new Lines();
        using var host = Start(Path.Combine(blocked, "keys"), lines);
        Assert.NotNull(Seal(host));
        var warning = Assert.Single(lines.All, line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Contains("contexts lose their authority when this process ends", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_directory_gives_one_line_and_no_warning()
    {
        var lines = new Lines();
        using var host = Start(Path.Combine(_keys.Directory, "new"), lines);
        Assert.NotNull(Seal(host));
        Assert.DoesNotContain(lines.All, line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Single(lines.All, line => line.Contains("not encrypted", StringComparison.Ordinal));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_directory_that_others_can_open_is_warned_of()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        File.SetUnixFileMode(_keys.Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var lines = new Lines();
        using var host = Start(_keys.Directory, lines);
        Assert.NotNull(Seal(host));
        Assert.Contains("chmod 700", Assert.Single(lines.All, line => line.StartsWith("Warning", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    public void Dispose() => _keys.Dispose();

    private static string? Seal(ServiceProvider host) =>
        host.GetRequiredService<ContextSeal>().Seal(new byte[32], Conversations.Alice, 0);

    private static ServiceProvider Start(string directory, Lines lines)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(lines));
        services.AddConversationContext(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Context:KeysDirectory", directory)]).Build());
        return services.BuildServiceProvider();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (All)
                All.Add($"{logLevel}: {formatter(state, exception)}");
        }

        public void Dispose()
        {
        }
    }
}
