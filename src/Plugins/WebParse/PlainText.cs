using System.Text;

namespace AgentHost.Plugins.WebParse;

/// <summary>Text that needs no extraction.</summary>
internal static class PlainText
{
    /// <summary>At most <paramref name="limit"/> characters, without control characters but tabs and line feeds.</summary>
    public static string Clean(string text, int limit)
    {
        var clean = new StringBuilder(Math.Min(text.Length, limit));
        foreach (var c in text)
        {
            if (clean.Length == limit)
                break;
            if (!char.IsControl(c) || c is '\n' or '\t')
                clean.Append(c);
        }

        return clean.ToString();
    }
}
