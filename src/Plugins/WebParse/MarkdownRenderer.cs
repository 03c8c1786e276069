using System.Globalization;
using AngleSharp.Dom;

namespace AgentHost.Plugins.WebParse;

/// <summary>Writes an element as Markdown: headings, paragraphs, lists, tables, quotes, code, and links with absolute URLs.</summary>
internal sealed class MarkdownRenderer(PageText text, Uri baseUrl)
{
    private const int MaxLinkText = 300;
    private const int MaxUrl = 2_000;
    private const int MaxCode = 100_000;

    public void Render(IElement root) => Children(root, Hidden.IsContent(root), 0);

    private void Children(IElement element, bool inContent, int depth)
    {
        if (depth > MarkupBudget.MaxDepth)
            return;
        inContent |= Hidden.IsContent(element);
        for (var i = 0; i < element.ChildNodes.Length && !text.IsFull; i++)
        {
            var node = element.ChildNodes[i];
            if (node is IText words)
                text.Write(words.Data);
            else if (node is IElement child && !Hidden.Is(child, inContent))
                Element(child, inContent, depth + 1);
        }
    }

    private void Element(IElement element, bool inContent, int depth)
    {
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Heading(element);
                break;
            case "ul" or "ol" or "menu":
                List(element, inContent, depth);
                break;
            case "blockquote":
                Indented(element, "> ", "> ", 2, inContent, depth);
                break;
            case "dd":
                Indented(element, "  ", ": ", 1, inContent, depth);
                break;
            case "pre":
                Code(element);
                break;
            case "code" or "kbd" or "samp" or "tt":
                InlineCode(element);
                break;
            case "table" when DataTable.Read(element, this) is { } rows:
                Table(element, rows);
                break;
            case "a":
                text.Write(Link(element));
                break;
            case "img":
                text.Write(Image(element));
                break;
            case "br":
                text.Break(1);
                break;
            case "hr":
                Lines(["---"]);
                break;
            // In an item paragraphs are lines: lists stay tight.
            case "p" or "div" when element.ParentElement?.LocalName is "li" or "dd":
            case "dt" or "tr" or "li" or "summary":
                Block(element, 1, inContent, depth);
                break;
            case var name when Blocks.Is(name):
                Block(element, 2, inContent, depth);
                break;
            default:
                Children(element, inContent, depth);
                break;
        }
    }

    private void Block(IElement element, int breaks, bool inContent, int depth)
    {
        text.Break(breaks);
        Children(element, inContent, depth);
        text.Break(breaks);
    }

    private void Indented(IElement element, string prefix, string marker, int breaks, bool inContent, int depth)
    {
        text.Break(breaks);
        text.Indent(prefix, marker);
        Children(element, inContent, depth);
        text.Outdent();
        text.Break(breaks);
    }

    private void Heading(IElement element)
    {
        var words = Inline(element, MaxLinkText);
        if (words.Length == 0)
            return;
        text.Break(2);
        text.Write(new string('#', element.LocalName[1] - '0') + " " + words);
        text.Break(2);
    }

    private void List(IElement element, bool inContent, int depth)
    {
        // A list in an item goes on in the item's lines.
        var breaks = element.ParentElement?.LocalName == "li" ? 1 : 2;
        text.Break(breaks);
        var number = int.TryParse(element.GetAttribute("start"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start) ? start : 1;
        for (var i = 0; i < element.ChildNodes.Length && !text.IsFull; i++)
        {
            if (element.ChildNodes[i] is not IElement child || Hidden.Is(child, inContent))
                continue;
            var marker = element.LocalName == "ol" ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "- ";
            if (child.LocalName == "li")
                Indented(child, new string(' ', marker.Length), marker, 1, inContent, depth);
            else
                Element(child, inContent, depth + 1);
        }

        text.Break(breaks);
    }

    private void Code(IElement element)
    {
        var code = InlineText.Raw(element, MaxCode).Trim('\n', '\r').TrimEnd();
        if (code.Length == 0)
            return;
        var fence = code.Contains("```", StringComparison.Ordinal) ? "~~~~" : "```";
        text.Break(2);
        text.WriteLines($"{fence}\n{code}\n{fence}");
        text.Break(2);
    }

    private void InlineCode(IElement element)
    {
        var code = InlineText.Of(element, MaxLinkText);
        if (code.Length > 0)
            text.Write(code.Contains('`', StringComparison.Ordinal) ? code : $"`{code}`");
    }

    private void Table(IElement element, List<string> rows)
    {
        if (element.ChildNodes.OfType<IElement>().FirstOrDefault(child => child.LocalName == "caption") is { } caption)
            Lines([Inline(caption, MaxLinkText)]);
        Lines(rows);
    }

    private void Lines(IEnumerable<string> lines)
    {
        text.Break(2);
        foreach (var line in lines)
        {
            text.Write(line);
            text.Break(1);
        }

        text.Break(2);
    }

    /// <summary>An element's text on one line with its links, as in headings and cells.</summary>
    public string Inline(IElement element, int limit)
    {
        var line = new PageText(limit);
        new MarkdownRenderer(line, baseUrl).InlineChildren(element, 0);
        return line.ToString();
    }

    private void InlineChildren(IElement element, int depth)
    {
        for (var i = 0; i < element.ChildNodes.Length && !text.IsFull && depth <= MarkupBudget.MaxDepth; i++)
        {
            var node = element.ChildNodes[i];
            if (node is IText words)
                text.Write(words.Data);
            else if (node is IElement child && !Hidden.Is(child, inContent: true))
                InlineElement(child, depth);
        }
    }

    private void InlineElement(IElement element, int depth)
    {
        switch (element.LocalName)
        {
            case "a":
                text.Write(Link(element));
                break;
            case "img":
                text.Write(Image(element));
                break;
            case "code":
                InlineCode(element);
                break;
            case var name:
                var apart = name == "br" || Blocks.Is(name) ? " " : "";
                text.Write(apart);
                InlineChildren(element, depth + 1);
                text.Write(apart);
                break;
        }
    }

    private string Link(IElement element)
    {
        var words = InlineText.Of(element, MaxLinkText);
        if (words.Length == 0 || Target(element.GetAttribute("href")) is not { } target)
            return words;
        return $"[{words}]({target})";
    }

    private string? Target(string? href)
    {
        if (string.IsNullOrWhiteSpace(href) || href.StartsWith('#') || href.Length > MaxUrl || !Uri.TryCreate(baseUrl, href.Trim(), out var url))
            return null;
        return url.Scheme is "http" or "https" or "mailto" ? url.AbsoluteUri : null;
    }

    private static string Image(IElement element) =>
        element.GetAttribute("alt") is { } alt && !string.IsNullOrWhiteSpace(alt) ? $"[image: {Words.Short(alt, MaxLinkText)}]" : "";
}
