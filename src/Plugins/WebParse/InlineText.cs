using System.Text;
using AngleSharp.Dom;

namespace AgentHost.Plugins.WebParse;

/// <summary>The text below an element, on one line or as it is.</summary>
internal static class InlineText
{
    // Nested elements may each ask for their text: a limit on nodes keeps the sum linear.
    private const int MaxNodes = 2_000;

    /// <summary>The text on one line, images by their descriptions.</summary>
    public static string Of(IElement element, int limit)
    {
        var text = new PageText(limit);
        var nodes = MaxNodes;
        Collect(element, ref nodes, node =>
        {
            if (node is IText words)
                text.Write(words.Data);
            else if (node is IElement { LocalName: "img" } image)
                text.Write(image.GetAttribute("alt"));
            else if (node is IElement block && Blocks.Is(block.LocalName))
                text.Write(" ");
            return !text.IsFull;
        });
        return text.ToString();
    }

    /// <summary>The text as it is, line feeds included.</summary>
    public static string Raw(IElement element, int limit)
    {
        var text = new StringBuilder();
        var nodes = int.MaxValue;
        Collect(element, ref nodes, node =>
        {
            if (node is IText words)
                text.Append(words.Data.AsSpan(0, Math.Min(words.Data.Length, limit - text.Length)));
            else if (node is IElement { LocalName: "br" })
                text.Append('\n');
            return text.Length < limit;
        });
        return text.ToString();
    }

    private static bool Collect(IElement element, ref int nodes, Func<INode, bool> take)
    {
        for (var i = 0; i < element.ChildNodes.Length; i++)
        {
            var node = element.ChildNodes[i];
            if (--nodes < 0 || !take(node))
                return false;
            if (node is IElement child && !Hidden.Is(child, inContent: true) && !Collect(child, ref nodes, take))
                return false;
        }

        return true;
    }
}
