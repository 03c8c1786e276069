using AngleSharp.Html.Parser;

namespace AgentHost.Plugins.WebSearch;

/// <summary>Engines mark the words that were found with tags and entities: makes plain text of that.</summary>
internal static class PlainSnippet
{
    public const int MaxLength = 1_000;

    public static string Of(string? html)
    {
        if (string.IsNullOrWhiteSpace(html))
            return "";
        var cut = Words.Cut(html, 4 * MaxLength);
        if (cut.AsSpan().IndexOfAny('<', '&') < 0)
            return Words.Short(cut, MaxLength);
        using var document = new HtmlParser(new HtmlParserOptions { MaximumDepth = 64 }).ParseDocument(cut);
        return Words.Short(document.Body?.TextContent, MaxLength);
    }
}
