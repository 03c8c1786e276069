namespace AgentHost.Plugins.WebSearch;

/// <summary>Helpers for the URLs of searches.</summary>
internal static class SearchLink
{
    public static bool IsWeb(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    /// <summary>A URL below a base, with a query string.</summary>
    public static Uri Below(string baseUrl, string path, params ReadOnlySpan<(string Name, string Value)> query)
    {
        var builder = new System.Text.StringBuilder(baseUrl.TrimEnd('/')).Append(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            builder.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return new Uri(builder.ToString());
    }
}
