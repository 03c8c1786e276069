using System.Text.RegularExpressions;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Strategies.Offline;

/// <summary>Answers from what was said before: it shows that the conversation travels with the requests.</summary>
internal static class OfflineMemory
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly Regex Told = new(@"\b(?:my name is|call me) (\p{L}[\p{L}'-]{0,39}(?: \p{Lu}[\p{L}'-]{0,39})?)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private static readonly Regex ToldLoosely = new(@"\b(?:my name is|call me) (\p{L}[\p{L}'-]{0,39})", Linear);
    private static readonly Regex AskedName = new(@"\b(?:what is my name|what's my name|who am i|do you (?:know|remember) my name|remember my name)\b", Linear);
    private static readonly Regex AskedFirst = new(@"\bwhat (?:did i|was my|have i)\b[^.?!]*\bfirst\b", Linear);
    private static readonly Regex AskedBefore = new(@"\bwhat (?:did i|was my|have i|were we|did we)\b[^.?!]*\b(?:say|said|ask|asked|write|written|wrote|tell|told|question|message|before|talk|talking)\b", Linear);

    public static string? Answer(string text, ChatHistory history)
    {
        var earlier = history.Take(history.Count - 1).Where(message => message.Role == AuthorRole.User).Select(OfflineText.Of).Where(said => said.Length > 0).ToList();
        if (AskedName.IsMatch(text))
        {
            return earlier.AsEnumerable().Reverse().Select(Name).FirstOrDefault(name => name is not null) is { } name
                ? $"Your name is {name}: you told me earlier."
                : "You have not told me your name in this conversation.";
        }

        if (AskedFirst.IsMatch(text) || AskedBefore.IsMatch(text))
        {
            return earlier.Count == 0
                ? "You have said nothing before this message in this conversation."
                : $"Before this you wrote {Count(earlier.Count)}, {Which(text, earlier)}.";
        }

        return Name(text) is { } given ? $"Nice to meet you, {given}. Ask me later what your name is." : null;
    }

    private static string? Name(string text)
    {
        var told = Told.Match(text);
        told = told.Success ? told : ToldLoosely.Match(text);
        return told.Success ? told.Groups[1].Value : null;
    }

    private static string Count(int count) => count == 1 ? "one message" : $"{count} messages";

    private static string Which(string text, List<string> earlier) => AskedFirst.IsMatch(text)
        ? $"the first was: \"{OfflineText.Short(earlier[0], 200)}\""
        : $"the last was: \"{OfflineText.Short(earlier[^1], 200)}\"";
}
