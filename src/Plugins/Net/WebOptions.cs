namespace AgentHost.Plugins.Net;

/// <summary>Section <c>Plugins:Web</c>: how pages are fetched whose URL comes from a model, a page or a client.</summary>
public sealed class WebOptions
{
    /// <summary>
    /// Hosts that may be fetched although they are not on the public internet, as <c>host:port</c> (<c>[::1]:8080</c> for IPv6).
    /// The host must be written in the URL exactly so; a name is not its address. Default: none.
    /// </summary>
    public IList<string> AllowedPrivateHosts { get; } = [];

    /// <summary>Largest body in bytes, as sent and after decompression. Default 5,000,000; 1,024 to 100,000,000.</summary>
    public int MaxBytes { get; set; } = 5_000_000;

    /// <summary>Time for one page in seconds, from look-up to the last byte, redirects included. Default 20; 1 to 300.</summary>
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>Time to connect to one address, TLS not included, in seconds. Default 5; 1 to 60.</summary>
    public int ConnectTimeoutSeconds { get; set; } = 5;

    /// <summary>Redirects followed for one page. Default 5; 0 to 20.</summary>
    public int MaxRedirects { get; set; } = 5;

    /// <summary>The <c>User-Agent</c> header. Default <c>Mozilla/5.0 (compatible; AgentHost/1.0)</c>.</summary>
    public string UserAgent { get; set; } = "Mozilla/5.0 (compatible; AgentHost/1.0)";
}
