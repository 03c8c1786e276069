using System.Globalization;
using System.Text;

namespace AgentHost.Plugins;

/// <summary>Makes text from outside fit to be shown in one line.</summary>
internal static class Words
{
    /// <summary>Control, format (bidirectional marks) and line characters become blanks; at most <paramref name="length"/> characters stay.</summary>
    public static string Short(string? text, int length = 80)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var line = new StringBuilder(Math.Min(text.Length, length + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > length)
                return line.ToString().TrimEnd() + "…";
            var blank = Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (!blank)
                line.Append(rune);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The first <paramref name="length"/> UTF-16 units, one fewer where that would split a character.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
