using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace AgentHost.Plugins.Net;

/// <summary>
/// Makes the connections of a guarded client. The name is looked up once and the connection goes to one of the
/// addresses that were checked, so what the name resolves to a moment later does not matter.
/// </summary>
internal sealed class GuardedConnector(WebOptions options, ResolveHost resolve, Dial dial, OwnAddresses own, TimeProvider time)
{
    private readonly FrozenSet<HostAndPort> _allowed = options.AllowedPrivateHosts
        .Select(text => HostAndPort.TryParse(text, out var pair) ? pair : default).ToFrozenSet();

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = HostAndPort.Of(context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await ResolveAsync(target.Host, cancellationToken);
        // One private address among public ones is refused as well: which one is used must not be left to luck.
        if (!_allowed.Contains(target) && !MayReach(addresses))
            throw new WebFetchException(WebFetchFailure.RefusedAddress, "the address is refused: it is not on the public internet");
        return await DialFirstAsync(addresses, target.Port, cancellationToken);
    }

    private bool MayReach(IPAddress[] addresses) =>
        addresses.All(PublicAddress.IsPublic) && !own().Select(Plain).Intersect(addresses.Select(Plain)).Any();

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
            var addresses = await resolve(host, cancellationToken);
            if (addresses.Length > 0)
                return addresses;
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            throw Unknown(error);
        }

        throw Unknown(null);

        static WebFetchException Unknown(Exception? inner) =>
            new(WebFetchFailure.UnknownHost, "the host's name could not be resolved", inner);
    }

    private async Task<Stream> DialFirstAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        Exception? last = null;
        foreach (var address in addresses)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.ConnectTimeoutSeconds), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                return await dial(new IPEndPoint(Plain(address), port), either.Token);
            }
            catch (Exception error) when (error is SocketException || (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
            {
                last = error;
            }
        }

        throw new WebFetchException(WebFetchFailure.Connection, "the host does not accept connections", last);
    }
}
