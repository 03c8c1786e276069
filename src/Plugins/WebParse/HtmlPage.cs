using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AgentHost.Plugins.WebParse;

/// <summary>The readable part of an HTML page.</summary>
internal sealed record HtmlPage(string? Title, string Content, string? Note)
{
    private const int TitleLength = 300;

    public static HtmlPage Read(string html, Uri url, MarkupBudget budget, int limit)
    {
        var parser = new HtmlParser(new HtmlParserOptions
        {
            OnToken = budget.OnToken,
            MaximumDepth = MarkupBudget.MaxDepth,
            DisableElementPositionTracking = true,
            SkipComments = true,
        });
        using var document = parser.ParseDocument(html);
        var root = document.Body is { } body ? MainContent.Find(body) : null;
        var text = new PageText(limit);
        if (root is not null)
            new MarkdownRenderer(text, BaseOf(document, url)).Render(root);
        var content = text.ToString();
        if (content.Length > 0)
            return new HtmlPage(TitleOf(document), content, null);
        return new HtmlPage(TitleOf(document), Words.Cut(Meta(document, "description") ?? Meta(document, "og:description") ?? "", limit),
            "The page has no readable text of its own; it may need a browser that runs scripts.");
    }

    private static string? TitleOf(IHtmlDocument document)
    {
        var title = Words.Short(Meta(document, "og:title") ?? document.Title ?? document.QuerySelector("h1")?.TextContent, TitleLength);
        return title.Length > 0 ? title : null;
    }

    private static string? Meta(IHtmlDocument document, string name)
    {
        var content = document.Head?.Children.FirstOrDefault(child => child.LocalName == "meta"
            && (child.GetAttribute("name") ?? child.GetAttribute("property"))?.Equals(name, StringComparison.OrdinalIgnoreCase) is true)?.GetAttribute("content");
        return string.IsNullOrWhiteSpace(content) ? null : content.Trim();
    }

    private static Uri BaseOf(IHtmlDocument document, Uri url)
    {
        var href = document.Head?.Children.FirstOrDefault(child => child.LocalName == "base")?.GetAttribute("href");
        return href is not null && Uri.TryCreate(url, href, out var found) && found.Scheme is "http" or "https" ? found : url;
    }
}
