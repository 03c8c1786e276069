using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AgentHost.Plugins.WebSearch.DuckDuckGo;

/// <summary>Reads DuckDuckGo's page of results.</summary>
internal static class DuckDuckGoAnswer
{
    public const string Challenge = "DuckDuckGo asks for a proof of being human; wait some minutes, or configure another search provider";

    private static readonly Uri Site = new("https://duckduckgo.com/");

    public static IReadOnlyList<SearchResult> Read(string body)
    {
        using var document = new HtmlParser(new HtmlParserOptions { MaximumDepth = 256 }).ParseDocument(body);
        var results = document.QuerySelectorAll(".result:not(.result--ad)").Select(Entry).OfType<SearchResult>().ToList();
        if (results.Count > 0 || document.QuerySelector(".no-results, .result--no-result, #links, .serp__results") is not null)
            return results;
        throw document.QuerySelector("[class*=anomaly], #challenge-form") is not null
            ? new SearchException(Challenge)
            : JsonResults.NotAnAnswer("DuckDuckGo");
    }

    private static SearchResult? Entry(IElement result)
    {
        var anchor = result.QuerySelector("a.result__a");
        var link = Unpack(anchor?.GetAttribute("href"));
        if (anchor is null || link is null)
            return null;
        return new SearchResult(
            Words.Short(anchor.TextContent, PlainSnippet.MaxLength), link, Words.Short(result.QuerySelector(".result__snippet")?.TextContent, PlainSnippet.MaxLength));
    }

    // Links lead through "//duckduckgo.com/l/?uddg=<target>"; what leads elsewhere on that site is an advertisement.
    private static string? Unpack(string? href)
    {
        if (string.IsNullOrWhiteSpace(href) || !Uri.TryCreate(Site, href, out var url))
            return null;
        if (url.Host != Site.Host && !url.Host.EndsWith("." + Site.Host, StringComparison.Ordinal))
            return SearchLink.IsWeb(url.AbsoluteUri) ? url.AbsoluteUri : null;
        var target = url.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("uddg=", StringComparison.Ordinal));
        var link = target is null ? null : Uri.UnescapeDataString(target["uddg=".Length..].Replace('+', ' '));
        return SearchLink.IsWeb(link) ? link : null;
    }
}
