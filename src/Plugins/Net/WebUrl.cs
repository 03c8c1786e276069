namespace AgentHost.Plugins.Net;

/// <summary>The rules that a URL must keep before anything is looked up.</summary>
internal static class WebUrl
{
    public const int MaxLength = 8192;

    public static Uri Parse(string url)
    {
        if (string.IsNullOrWhiteSpace(url))
            throw Bad("the URL is empty");
        if (url.Length > MaxLength)
            throw Bad($"the URL is longer than {MaxLength} characters");
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri))
            throw Bad("this is not an absolute URL such as https://example.com/page");
        Check(uri);
        return uri;
    }

    public static void Check(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https"))
            throw Bad("only http and https URLs are fetched");
        if (uri.UserInfo.Length > 0 || AuthorityHasUserInfo(uri))
            throw Bad("a URL with a user name or password is not fetched");
        if (uri.IdnHost.Length == 0 || uri.Port is <= 0 or > 65535)
            throw Bad("the URL names no host");
    }

    /// <summary>A redirect may not give up encryption.</summary>
    public static void CheckRedirect(Uri from, Uri to)
    {
        Check(to);
        if (from.Scheme == "https" && to.Scheme == "http")
            throw new WebFetchException(WebFetchFailure.Redirect, "the page redirects from https to http");
    }

    // "http://@host/" has an empty user info, which Uri reports as none.
    private static bool AuthorityHasUserInfo(Uri uri)
    {
        var text = uri.OriginalString.AsSpan();
        var start = text.IndexOf("//", StringComparison.Ordinal);
        if (start < 0)
            return false;
        var authority = text[(start + 2)..];
        var end = authority.IndexOfAny('/', '?', '#');
        return (end < 0 ? authority : authority[..end]).Contains('@');
    }

    private static WebFetchException Bad(string message) => new(WebFetchFailure.BadUrl, message);
}
