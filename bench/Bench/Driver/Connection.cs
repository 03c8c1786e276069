using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using AgentHost.Bench.Upstream;

namespace AgentHost.Bench.Driver;

/// <summary>One kept-open HTTP/1.1 connection on a bare socket, so that the driver leaves the cores to the target.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly TargetEndpoint _endpoint;
    private readonly ReadOnlyMemory<byte> _request;

    private Connection(TargetEndpoint endpoint)
    {
        _endpoint = endpoint;
        _request = endpoint.Request(TargetEndpoint.OrdinaryMessage);
    }

    public static async Task<Connection> OpenAsync(TargetEndpoint endpoint, CancellationToken cancellationToken)
    {
        var connection = new Connection(endpoint);
        try
        {
            await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, endpoint.Port), cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>One whole stream; its time to the first text.</summary>
    public ValueTask<StreamTimes> StreamAsync(CancellationToken cancellationToken) =>
        StreamAsync(new AnswerParser(_endpoint.Dialect), cancellationToken);

    /// <summary>One whole stream whose text is compared with what the upstream said.</summary>
    public async ValueTask<StreamTimes> VerifyAsync(CancellationToken cancellationToken)
    {
        var answer = new AnswerParser(_endpoint.Dialect, keepText: true);
        var times = await StreamAsync(answer, cancellationToken);
        return string.Equals(answer.WholeText, UpstreamScript.WholeText, StringComparison.Ordinal)
            ? times
            : throw new StreamBrokenException("The text differs from the upstream's: " + answer.WholeText);
    }

    /// <summary>Begins a stream whose upstream falls silent after the first text, and returns when that text is here.</summary>
    public async Task BeginSilentAsync(CancellationToken cancellationToken)
    {
        var answer = new AnswerParser(_endpoint.Dialect);
        await SendAsync(_endpoint.Request(UpstreamScript.SilenceMark), cancellationToken);
        while (answer.Texts == 0)
            await ReceiveAsync(answer, cancellationToken);
        if (answer.Texts != 1 || answer.IsComplete)
            throw new StreamBrokenException("The silent stream went on.");
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<StreamTimes> StreamAsync(AnswerParser answer, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await SendAsync(_request, cancellationToken);
        while (answer.Texts == 0)
            await ReceiveAsync(answer, cancellationToken);
        var first = Stopwatch.GetTimestamp();
        while (!answer.IsComplete)
            await ReceiveAsync(answer, cancellationToken);
        answer.CheckWhole(UpstreamScript.TextFrames);
        return new StreamTimes(Stopwatch.GetElapsedTime(start, first), Stopwatch.GetElapsedTime(start));
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
    }

    private async ValueTask ReceiveAsync(AnswerParser answer, CancellationToken cancellationToken)
    {
        var read = await _socket.ReceiveAsync(_buffer, cancellationToken);
        if (read == 0)
            throw new StreamBrokenException("The connection ended in mid-stream.");
        answer.Feed(_buffer.AsSpan(0, read));
        if (answer.IsComplete && answer.Texts == 0)
            throw new StreamBrokenException("The stream has no text.");
    }
}

/// <summary>Times since the request was sent.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StreamTimes(TimeSpan FirstText, TimeSpan Whole);

/// <summary>Where and how a target is asked.</summary>
internal sealed record TargetEndpoint(int Port, string Path, Dialect Dialect)
{
    public const string OrdinaryMessage = "Say sixty-four tokens, please.";

    public byte[] Request(string message)
    {
        var body = Dialect.Body(message);
        var head = FormattableString.Invariant(
            $"POST {Path} HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
