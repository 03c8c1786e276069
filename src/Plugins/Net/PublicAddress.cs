using System.Net;
using System.Net.Sockets;

namespace AgentHost.Plugins.Net;

/// <summary>
/// Tells addresses of the public internet from those that lead into a private network, to this machine,
/// or through a translator to either. The ranges follow the IANA special-purpose registries (RFC 6890).
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] RefusedV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),       // this network; Linux connects 0.0.0.0 to itself
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),   // carrier-grade NAT, RFC 6598
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"), // Azure's host agent: a public address that only a virtual machine's host answers
        IPNetwork.Parse("169.254.0.0/16"),  // link-local; the clouds' metadata services
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),    // documentation, RFC 5737
        IPNetwork.Parse("192.88.99.0/24"),  // 6to4 relays, RFC 7526
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),   // benchmarking, RFC 2544
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),     // multicast, reserved, broadcast
    ];

    // Only 2000::/3 is global unicast: ::, ::1, mapped and compatible forms, 64:ff9b::/96, 64:ff9b:1::/48, 100::/64,
    // fc00::/7, fe80::/10, fec0::/10 and ff00::/8 lie outside of it.
    private static readonly IPNetwork GlobalUnicastV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] RefusedV6 =
    [
        IPNetwork.Parse("2001::/23"),       // protocol assignments: Teredo 2001::/32, ORCHID, benchmarking
        IPNetwork.Parse("2001:db8::/32"),   // documentation
        IPNetwork.Parse("2002::/16"),       // 6to4: any IPv4 address inside
        IPNetwork.Parse("3fff::/20"),       // documentation, RFC 9637
    ];

    /// <summary>Whether <paramref name="address"/> is an ordinary address of the public internet.</summary>
    /// <param name="address">Any IPv4 or IPv6 address; an IPv4-mapped one counts as the IPv4 address inside.</param>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Any(RefusedV4, address),
            AddressFamily.InterNetworkV6 => GlobalUnicastV6.Contains(address) && !Any(RefusedV6, address) && !IsIsatap(address),
            _ => false,
        };
    }

    private static bool Any(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    // RFC 5214, 6.1: the interface identifier is [00|02]00:5efe:<IPv4 address>, under any prefix.
    private static bool IsIsatap(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out _)
            && bytes[8] is 0x00 or 0x02 && bytes[9] == 0x00 && bytes[10] == 0x5e && bytes[11] == 0xfe;
    }
}
