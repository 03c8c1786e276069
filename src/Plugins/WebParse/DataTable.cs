using AngleSharp.Dom;

namespace AgentHost.Plugins.WebParse;

/// <summary>Tells tables of data, which become Markdown tables, from those that only lay out a page.</summary>
internal static class DataTable
{
    private const int MaxCell = 500;
    private const int MaxNodes = 2_000;

    /// <summary>The table's lines, or null when its cells hold blocks of their own.</summary>
    public static List<string>? Read(IElement table, MarkdownRenderer renderer)
    {
        var rows = Rows(table).ToList();
        if (rows.Count == 0 || rows.Exists(row => Cells(row).Any(HoldsBlocks)))
            return null;
        var lines = new List<string>();
        foreach (var row in rows)
        {
            var cells = Cells(row).Select(cell => renderer.Inline(cell, MaxCell).Replace("|", "\\|", StringComparison.Ordinal)).ToList();
            if (!cells.Exists(cell => cell.Length > 0))
                continue;
            lines.Add($"| {string.Join(" | ", cells)} |");
            if (lines.Count == 1)
                lines.Add("|" + string.Concat(Enumerable.Repeat(" --- |", cells.Count)));
        }

        return lines;
    }

    private static IEnumerable<IElement> Rows(IElement table) => table.ChildNodes.OfType<IElement>()
        .SelectMany(child => child.LocalName is "tbody" or "thead" or "tfoot" ? child.ChildNodes.OfType<IElement>() : [child])
        .Where(row => row.LocalName == "tr" && !Hidden.Is(row, inContent: true));

    private static IEnumerable<IElement> Cells(IElement row) =>
        row.ChildNodes.OfType<IElement>().Where(cell => cell.LocalName is "td" or "th" && !Hidden.Is(cell, inContent: true));

    private static bool HoldsBlocks(IElement cell)
    {
        var nodes = MaxNodes;
        return Search(cell, ref nodes);
    }

    private static bool Search(IElement element, ref int nodes)
    {
        for (var i = 0; i < element.ChildNodes.Length; i++)
        {
            if (--nodes < 0)
                return true;
            if (element.ChildNodes[i] is IElement child && ((Blocks.Is(child.LocalName) && child.LocalName is not ("p" or "div")) || Search(child, ref nodes)))
                return true;
        }

        return false;
    }
}
