using System.Net;
using System.Net.Sockets;

namespace AgentHost.Bench.Upstream;

/// <summary>A chat-completions server on bare sockets: it shares the cores with what is measured, so it must cost little.</summary>
internal static class UpstreamServer
{
    public static async Task RunAsync(int port, UpstreamAnswer answer, CancellationToken cancellationToken)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(4096);
        while (!cancellationToken.IsCancellationRequested)
        {
            var socket = await listener.AcceptAsync(cancellationToken);
            socket.NoDelay = true;
            _ = ServeAsync(socket, answer, cancellationToken);
        }
    }

    private static async Task ServeAsync(Socket socket, UpstreamAnswer answer, CancellationToken cancellationToken)
    {
        using (socket)
        {
            try
            {
                var requests = new UpstreamRequestReader(socket);
                while (await requests.ReadAsync(cancellationToken))
                    await answer.SendAsync(socket, requests, cancellationToken);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The peer has gone, or the benchmark has ended: nothing is left to answer.
            }
            catch (InvalidDataException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
            }
        }
    }
}
