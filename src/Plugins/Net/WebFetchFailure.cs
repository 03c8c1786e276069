namespace AgentHost.Plugins.Net;

/// <summary>Why a page was not fetched.</summary>
public enum WebFetchFailure
{
    /// <summary>Not an absolute http or https URL, or one with credentials.</summary>
    BadUrl,

    /// <summary>The host is not on the public internet.</summary>
    RefusedAddress,

    /// <summary>The host's name has no address.</summary>
    UnknownHost,

    /// <summary>No connection, a broken one, or a failed TLS handshake.</summary>
    Connection,

    /// <summary>The server answered with a status other than 2xx.</summary>
    Status,

    /// <summary>The content is of a type that was not asked for, or in an unknown encoding.</summary>
    ContentType,

    /// <summary>The content is larger than the limit, before or after decompression.</summary>
    TooLarge,

    /// <summary>The time limit passed.</summary>
    TimedOut,

    /// <summary>The markup is nested too deeply or too tangled to be read.</summary>
    Markup,

    /// <summary>Too many redirects, or one that leads from https to http.</summary>
    Redirect,
}
