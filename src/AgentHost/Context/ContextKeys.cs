using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace AgentHost.Context;

/// <summary>Chooses where the keys of the seals lie: a directory, or memory where none can be written.</summary>
internal sealed partial class ContextKeys(IOptions<ContextOptions> options, ILoggerFactory loggers)
    : IConfigureOptions<KeyManagementOptions>
{
    private readonly ILogger _logger = loggers.CreateLogger<ContextKeys>();

    public void Configure(KeyManagementOptions keys)
    {
        var directory = new DirectoryInfo(Path.GetFullPath(options.Value.KeysDirectory));
        var writable = TryPrepare(directory, out var why);
        if (!writable && !HasKeys(directory))
        {
            LogMemory(_logger, directory.FullName, why);
            keys.XmlRepository = new MemoryKeys();
            return;
        }
        // A ring on a read-only disk is served by whoever writes it elsewhere.
        keys.AutoGenerateKeys = writable;
        keys.XmlRepository = new FileSystemXmlRepository(directory, loggers);
        LogDirectory(_logger, directory.FullName, writable ? "" : " (read only)");
        WarnOfReaders(directory);
    }

    private static bool TryPrepare(DirectoryInfo directory, out string why)
    {
        try
        {
            Create(directory.FullName);
            // Only writing tells: permissions, mounts and quotas all have a say.
            var probe = Path.Combine(directory.FullName, $".probe-{Path.GetRandomFileName()}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            why = "";
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            why = e.Message;
            return false;
        }
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else if (!Directory.Exists(path))
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static bool HasKeys(DirectoryInfo directory)
    {
        try
        {
            return directory.EnumerateFiles("key-*.xml").Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void WarnOfReaders(DirectoryInfo directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if ((directory.UnixFileMode & Others) != UnixFileMode.None)
            LogReadable(_logger, directory.FullName);
    }

    [LoggerMessage(LogLevel.Information, "The keys of the context seals lie in {Directory}{Note}, not encrypted: only this host may read them")]
    private static partial void LogDirectory(ILogger logger, string directory, string note);

    [LoggerMessage(LogLevel.Warning, "The keys of the context seals cannot be kept in {Directory} ({Why}): they live in memory, so contexts lose their authority when this process ends, and other replicas do not take them. Set Context:KeysDirectory to a directory that can be written")]
    private static partial void LogMemory(ILogger logger, string directory, string why);

    [LoggerMessage(LogLevel.Warning, "Other users of this machine can open {Directory}, where the keys of the context seals lie; chmod 700 closes it")]
    private static partial void LogReadable(ILogger logger, string directory);
}
