using Microsoft.SemanticKernel;

namespace AgentHost.Strategies.Offline;

/// <summary>Text of messages that may come from anywhere: limited in length, never null.</summary>
internal static class OfflineText
{
    private const int Longest = 8000;

    public static string Of(ChatMessageContent message)
    {
        var text = string.Concat((message.Items ?? []).OfType<TextContent>().Select(item => item.Text));
        return text.Length > Longest ? text[..Longest] : text;
    }

    /// <summary>One line of at most <paramref name="length"/> characters.</summary>
    public static string Short(string text, int length)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= length)
        {
            return line;
        }

        // A pair of surrogates stays whole.
        return line[..(char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)] + "...";
    }
}
