using System.Collections.Frozen;

namespace AgentHost.Plugins.WebParse;

/// <summary>Elements that stand on lines of their own.</summary>
internal static class Blocks
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal,
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "ol", "p", "pre", "search", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul");

    public static bool Is(string name) => Names.Contains(name);
}
