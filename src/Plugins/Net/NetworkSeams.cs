using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace AgentHost.Plugins.Net;

/// <summary>Finds the addresses of a host's name.</summary>
/// <param name="host">The name, as written in the URL.</param>
/// <param name="cancellationToken">Ends the look-up.</param>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>Opens a TCP connection to an address that has been checked.</summary>
/// <param name="endpoint">Where to.</param>
/// <param name="cancellationToken">Ends the attempt.</param>
public delegate Task<Stream> Dial(IPEndPoint endpoint, CancellationToken cancellationToken);

/// <summary>The addresses of this machine, public ones included: services behind a firewall answer there when asked from inside.</summary>
public delegate IReadOnlyCollection<IPAddress> OwnAddresses();

/// <summary>The system's resolver, sockets and interfaces.</summary>
internal static class SystemNetwork
{
    public static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        System.Net.Dns.GetHostAddressesAsync(host, cancellationToken);

    public static IReadOnlyCollection<IPAddress> Own() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)];

    public static async Task<Stream> DialAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
