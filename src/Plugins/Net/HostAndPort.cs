using System.Globalization;

namespace AgentHost.Plugins.Net;

/// <summary>A host as written in a URL, in lower case and without brackets, and a port.</summary>
internal readonly record struct HostAndPort(string Host, int Port)
{
    public static HostAndPort Of(string host, int port) => new(host.Trim('[', ']').ToLowerInvariant(), port);

    public static bool TryParse(string? text, out HostAndPort result)
    {
        result = default;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535 || !Uri.TryCreate($"http://{text}/", UriKind.Absolute, out var uri)
            || uri.Port != port || uri.UserInfo.Length > 0 || uri.AbsolutePath != "/")
        {
            return false;
        }

        result = Of(uri.IdnHost, port);
        return true;
    }
}
