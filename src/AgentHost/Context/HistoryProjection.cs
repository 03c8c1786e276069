using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Context;

/// <summary>Shows a chat history as the entries that existing clients know: human, ai and, for tools, system.</summary>
internal static class HistoryProjection
{
    /// <summary>Writes the list of entries.</summary>
    public static void Write(Utf8JsonWriter writer, ChatHistory history)
    {
        writer.WriteStartArray();
        foreach (var (role, content) in Entries(history))
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, role);
            writer.WriteString("content"u8, content);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>All the text of a message.</summary>
    public static string Text(ChatMessageContent message) =>
        string.Concat(message.Items.OfType<TextContent>().Select(item => item.Text));

    /// <summary>The entries.</summary>
    public static IEnumerable<(string Role, string Content)> Entries(IEnumerable<ChatMessageContent> history)
    {
        foreach (var message in history)
        {
            var text = Text(message);
            if (message.Role == AuthorRole.User)
                yield return ("human", text);
            else if (message.Role == AuthorRole.Tool)
            {
                foreach (var content in Results(message, text))
                    yield return ("system", content);
            }
            else if (text.Length > 0)
                yield return ("ai", text);
        }
    }

    private static IEnumerable<string> Results(ChatMessageContent message, string text)
    {
        // A tool message holds the results, and often the same as text.
        var any = false;
        foreach (var result in message.Items.OfType<FunctionResultContent>())
        {
            any = true;
            yield return $"Tool {result.FunctionName} result: {PlainValue.Text(result.Result)}";
        }
        if (!any)
            yield return $"Tool result: {text}";
    }
}
