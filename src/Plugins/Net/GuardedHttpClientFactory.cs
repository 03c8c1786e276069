using System.Net;
using Microsoft.Extensions.Options;

namespace AgentHost.Plugins.Net;

/// <summary>
/// Gives the client for every URL that comes from a model, a page or a client of ours: it reaches the public internet
/// and the listed exceptions only, whatever names resolve to and wherever redirects lead. It uses no proxy, no HTTP/3,
/// no cookies and no credentials, and throws <see cref="WebFetchException"/> for what it refuses.
/// </summary>
public sealed class GuardedHttpClientFactory : IDisposable
{
    private readonly SocketsHttpHandler _sockets;
    private readonly GuardedHandler _handler;
    private readonly WebOptions _options;

    /// <summary>Makes the factory; all its clients share one pool of connections.</summary>
    /// <param name="options">Limits and exceptions.</param>
    /// <param name="time">The clock of the time limits.</param>
    /// <param name="resolve">Looks names up; the system's resolver when null.</param>
    /// <param name="dial">Connects to a checked address; a TCP socket when null.</param>
    /// <param name="own">This machine's addresses, which are refused too; those of its network interfaces when null.</param>
    public GuardedHttpClientFactory(IOptions<WebOptions> options, TimeProvider time, ResolveHost? resolve = null, Dial? dial = null, OwnAddresses? own = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        var connector = new GuardedConnector(_options, resolve ?? SystemNetwork.ResolveAsync, dial ?? SystemNetwork.DialAsync, own ?? SystemNetwork.Own, time);
        _sockets = new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            Credentials = null,
            PreAuthenticate = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = 16,
            MaxResponseDrainSize = 0,
        };
        _handler = new GuardedHandler(_options, _sockets);
    }

    /// <summary>
    /// A client for guarded requests. Its timeout is <see cref="WebOptions.TimeoutSeconds"/>; bodies are not decompressed,
    /// so who asks for an encoding must count what it unpacks (<see cref="WebFetcher"/> does). Dispose it freely: the pool stays.
    /// </summary>
    public HttpClient CreateClient()
    {
        var client = new HttpClient(_handler, disposeHandler: false)
        {
            Timeout = TimeSpan.FromSeconds(_options.TimeoutSeconds),
            MaxResponseContentBufferSize = _options.MaxBytes,
            // HTTP/2 by negotiation over TLS at most; HTTP/3 would open its own sockets past the connect callback.
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        return client;
    }

    /// <summary>Closes the pool.</summary>
    public void Dispose()
    {
        _handler.Dispose();
        _sockets.Dispose();
    }
}
