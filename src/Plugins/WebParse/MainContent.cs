using AngleSharp.Dom;

namespace AgentHost.Plugins.WebParse;

/// <summary>
/// Finds the element that holds a page's main content: the main element, else the article with most of the text,
/// else the innermost container with nearly all of it. Text of links does not count: menus are made of it.
/// </summary>
internal sealed class MainContent
{
    private const double MainShare = 0.1;
    private const double ArticleShare = 0.4;
    private const double BlockShare = 0.9;

    private readonly Dictionary<IElement, int> _lengths = [];
    private IElement? _main;
    private IElement? _article;

    public static IElement Find(IElement body)
    {
        var search = new MainContent();
        var total = search.Measure(body, inContent: false, inLink: false, depth: 0);
        if (search._main is { } main && search._lengths[main] >= total * MainShare)
            return main;
        if (search._article is { } article && search._lengths[article] >= total * ArticleShare)
            return article;
        return search.Innermost(body);
    }

    private int Measure(IElement element, bool inContent, bool inLink, int depth)
    {
        var length = 0;
        inLink |= element.LocalName == "a";
        inContent |= Hidden.IsContent(element);
        // By index: a node finds its next sibling by searching its parent.
        for (var i = 0; i < element.ChildNodes.Length && depth <= MarkupBudget.MaxDepth; i++)
        {
            var node = element.ChildNodes[i];
            if (node is IElement child)
                length += Hidden.Is(child, inContent) ? 0 : Measure(child, inContent, inLink, depth + 1);
            else if (node is IText text && !inLink)
                length += text.Data.AsSpan().Trim().Length;
        }

        _lengths[element] = length;
        Note(element);
        return length;
    }

    private void Note(IElement element)
    {
        if (element.LocalName == "main" || element.GetAttribute("role") is "main")
            _main = Longer(_main, element);
        else if (element.LocalName == "article")
            _article = Longer(_article, element);
    }

    private IElement Longer(IElement? known, IElement found) => known is null || _lengths[found] > _lengths[known] ? found : known;

    private IElement Innermost(IElement element)
    {
        while (LongestContainer(element) is { } child && _lengths[element] > 0 && _lengths[child] >= _lengths[element] * BlockShare)
            element = child;
        return element;
    }

    private IElement? LongestContainer(IElement element)
    {
        IElement? longest = null;
        foreach (var node in element.ChildNodes)
        {
            if (node is IElement child && child.LocalName is "div" or "section" or "article" or "main" or "center" or "form" && _lengths.ContainsKey(child))
                longest = Longer(longest, child);
        }

        return longest;
    }
}
