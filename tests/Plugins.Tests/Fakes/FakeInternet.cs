using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AgentHost.Plugins.Net;
using Microsoft.Extensions.Options;

namespace AgentHost.Plugins.Tests.Fakes;

/// <summary>
/// A network for guarded clients: names resolve as told, and public addresses lead to a server on loopback.
/// An address without a route fails; addresses that are not public are dialled as they are, so that a hole would show.
/// </summary>
internal sealed class FakeInternet
{
    public const string PublicAddress = "93.184.216.34";

    private readonly Dictionary<string, Queue<IPAddress[]>> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<IPAddress, int> _routes = [];

    public ConcurrentQueue<string> LookedUp { get; } = [];

    public ConcurrentQueue<IPEndPoint> Dialled { get; } = [];

    /// <summary>The addresses of the machine that the client runs on.</summary>
    public IList<string> Own { get; } = [];

    /// <summary>The answers of the name's look-ups in turn; the last one stays.</summary>
    public FakeInternet Name(string name, params string[] answers)
    {
        _names[name] = new Queue<IPAddress[]>(answers.Select(answer => answer.Split(' ').Select(IPAddress.Parse).ToArray()));
        return this;
    }

    public FakeInternet Route(string address, LoopbackServer server)
    {
        _routes[IPAddress.Parse(address)] = server.Port;
        return this;
    }

    public GuardedHttpClientFactory Clients(WebOptions? options = null, TimeProvider? time = null) =>
        new(Options.Create(options ?? new WebOptions()), time ?? TimeProvider.System, ResolveAsync, DialAsync, () => [.. Own.Select(IPAddress.Parse)]);

    public WebFetcher Fetcher(WebOptions? options = null, TimeProvider? time = null)
    {
        options ??= new WebOptions();
        return new WebFetcher(Clients(options, time), Options.Create(options), time ?? TimeProvider.System);
    }

    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        LookedUp.Enqueue(host);
        if (!_names.TryGetValue(host, out var answers))
            return Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
        return Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }

    private async Task<Stream> DialAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        Dialled.Enqueue(endpoint);
        var target = _routes.TryGetValue(endpoint.Address, out var port) ? new IPEndPoint(IPAddress.Loopback, port) : endpoint;
        if (AgentHost.Plugins.Net.PublicAddress.IsPublic(target.Address))
            throw new SocketException((int)SocketError.HostUnreachable);
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(target, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
