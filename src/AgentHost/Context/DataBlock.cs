namespace AgentHost.Context;

/// <summary>Marks text as data for the model.</summary>
internal static class DataBlock
{
    /// <summary>
    /// The text between an opening and a closing tag. Its own angle brackets are encoded, so that it cannot close the block.
    /// </summary>
    public static string Wrap(string tag, string text) => $"<{tag}>\n{Encode(text)}\n</{tag}>";

    private static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
