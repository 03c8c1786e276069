using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AgentHost.Bench.Processes;

/// <summary>
/// A child in a session of its own behind a shell that waits for the end of its input: when the benchmark ends,
/// however it ends, that pipe closes, and the shell ends the whole session.
/// </summary>
internal sealed class GuardedProcess : IAsyncDisposable
{
    private const string Guard =
        """
        log=$1; shift
        setsid "$@" </dev/null >"$log" 2>&1 &
        pid=$!
        trap '' INT TERM HUP
        echo $pid
        cat >/dev/null
        kill -s TERM -- -$pid 2>/dev/null
        (sleep 3; kill -s KILL -- -$pid) >/dev/null 2>&1 &
        killer=$!
        wait $pid 2>/dev/null
        kill -s KILL -- -$pid 2>/dev/null
        kill $killer 2>/dev/null
        exit 0
        """;

    private readonly Process _guard;
    private readonly string _name;
    private readonly string _log;

    private GuardedProcess(string name, Process guard, int session, string log)
    {
        _name = name;
        _guard = guard;
        _log = log;
        Usage = new SessionUsage(session);
    }

    public SessionUsage Usage { get; }

    public static async Task<GuardedProcess> StartAsync(string name, Command command, CancellationToken cancellationToken)
    {
        var log = Path.Combine(Places.Scratch, name + ".log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, "guard", log, command.Program, .. command.Arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = command.WorkingDirectory,
        };
        foreach (var (key, value) in command.Environment)
            start.Environment[key] = value;
        var guard = Process.Start(start) ?? throw new InvalidOperationException("No process was started for " + name);
        var session = await guard.StandardOutput.ReadLineAsync(cancellationToken);
        return new GuardedProcess(name, guard, int.Parse(session!, CultureInfo.InvariantCulture), log);
    }

    /// <summary>Until the port takes connections; throws with the end of the log when the child ends or does not listen in time.</summary>
    public async Task ListensAsync(int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
                return;
            }
            catch (SocketException) when (Usage.IsAlive && Stopwatch.GetElapsedTime(start) < limit)
            {
                await Task.Delay(5, cancellationToken);
            }
            catch (SocketException e)
            {
                throw new InvalidOperationException($"{_name} does not listen.\n{LogTail()}", e);
            }
        }
    }

    public string LogTail() => File.Exists(_log)
        ? string.Join('\n', File.ReadLines(_log).TakeLast(30))
        : "";

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        await _guard.WaitForExitAsync(limit.Token);
        _guard.Dispose();
    }
}

internal sealed record Command(string Program, string[] Arguments, string WorkingDirectory)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

internal static class FreePort
{
    public static int Next()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
