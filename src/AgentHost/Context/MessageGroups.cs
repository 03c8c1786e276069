using System.Runtime.InteropServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Context;

/// <summary>Messages that are sent together or not at all: one message, or tool calls with their results.</summary>
/// <param name="Start">Position of the first message.</param>
/// <param name="Count">How many messages there are.</param>
/// <param name="Whole">Whether every call has its result and every result its call; providers refuse what is not.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MessageGroup(int Start, int Count, bool Whole)
{
    /// <summary>Position behind the last message.</summary>
    public int End => Start + Count;
}

/// <summary>Finds the groups of a history.</summary>
internal static class MessageGroups
{
    /// <summary>All groups in order; together they are the history.</summary>
    public static List<MessageGroup> Of(ChatHistory history)
    {
        var groups = new List<MessageGroup>(history.Count);
        for (var start = 0; start < history.Count; start = groups[^1].End)
            groups.Add(Next(history, start));
        return groups;
    }

    private static MessageGroup Next(ChatHistory history, int start)
    {
        if (IsResult(history[start]))
            return new(start, 1, Whole: false);
        var calls = FunctionCallContent.GetFunctionCalls(history[start]).ToList();
        if (calls.Count == 0)
            return new(start, 1, Whole: true);
        var end = start + 1;
        while (end < history.Count && IsResult(history[end]))
            end++;
        var results = Enumerable.Range(start + 1, end - start - 1).SelectMany(i => history[i].Items.OfType<FunctionResultContent>());
        return new(start, end - start, Match(calls, results));
    }

    private static bool IsResult(ChatMessageContent message) =>
        message.Role == AuthorRole.Tool || message.Items.OfType<FunctionResultContent>().Any();

    private static bool Match(List<FunctionCallContent> calls, IEnumerable<FunctionResultContent> results) =>
        calls.Select(call => call.Id ?? "").Order(StringComparer.Ordinal)
            .SequenceEqual(results.Select(result => result.CallId ?? "").Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
