using System.Collections.Frozen;
using AngleSharp.Dom;

namespace AgentHost.Plugins.WebParse;

/// <summary>Tells the parts of a page that are not its content, or that a reader would not see.</summary>
internal static class Hidden
{
    private static readonly FrozenSet<string> Elements = FrozenSet.Create(StringComparer.Ordinal,
        "script", "style", "noscript", "template", "nav", "footer", "aside", "iframe", "frame", "frameset", "noframes", "object", "embed", "applet",
        "svg", "math", "canvas", "audio", "video", "map", "button", "select", "datalist", "input", "textarea", "progress", "meter", "dialog", "head", "title", "link", "meta");

    private static readonly FrozenSet<string> Roles = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar", "dialog", "alertdialog", "tooltip");

    /// <summary>Whether an element is left out.</summary>
    /// <param name="element">The element.</param>
    /// <param name="inContent">Whether it lies in a main or article element, where a header holds the heading.</param>
    public static bool Is(IElement element, bool inContent)
    {
        var name = element.LocalName;
        if (Elements.Contains(name) || (name == "header" && !inContent))
            return true;
        if (element.Attributes.Length == 0)
            return false;
        return element.HasAttribute("hidden")
            || element.GetAttribute("aria-hidden")?.Equals("true", StringComparison.OrdinalIgnoreCase) is true
            || (element.GetAttribute("role") is { } role && Roles.Contains(role))
            || (element.GetAttribute("style") is { Length: < 1000 } style && Hides(style));
    }

    public static bool IsContent(IElement element) =>
        element.LocalName is "main" or "article" || element.GetAttribute("role") is "main" or "article";

    private static bool Hides(string style)
    {
        var plain = style.Replace(" ", "", StringComparison.Ordinal);
        return plain.Contains("display:none", StringComparison.OrdinalIgnoreCase) || plain.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase);
    }
}
