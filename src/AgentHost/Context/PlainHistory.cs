using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Context;

/// <summary>
/// Copies histories without what does not survive, or must not make, the way through a client: system messages,
/// exceptions, reasoning, the providers' own objects. Read back from JSON, every argument and result is a JsonElement, and
/// connectors would send a string among them in extra quotes; the copy has strings again.
/// </summary>
internal static class PlainHistory
{
    /// <summary>A plain copy; the messages of the original stay as they are.</summary>
    public static ChatHistory Copy(IEnumerable<ChatMessageContent> history) =>
        [.. history.Where(message => !IsInstruction(message.Role)).Select(Copy).Where(message => message.Items.Count > 0)];

    private static bool IsInstruction(AuthorRole role) =>
        role.Label is null || role == AuthorRole.System || role == AuthorRole.Developer;

    private static ChatMessageContent Copy(ChatMessageContent message)
    {
        var items = new ChatMessageContentItemCollection();
        foreach (var item in message.Items)
        {
            if (Copy(item) is { } copy)
                items.Add(copy);
        }
        return new ChatMessageContent(message.Role, items, message.ModelId, metadata: Copy(message.Metadata))
        {
            AuthorName = message.AuthorName,
            MimeType = message.MimeType,
        };
    }

    private static KernelContent? Copy(KernelContent item) => item switch
    {
        TextContent text => new TextContent(text.Text) { MimeType = text.MimeType },
        FunctionCallContent call => new FunctionCallContent(call.FunctionName, call.PluginName, call.Id, Copy(call.Arguments)),
        FunctionResultContent result => new FunctionResultContent(result.FunctionName, result.PluginName, result.CallId, PlainValue.From(result.Result)),
        BinaryContent binary => binary,
        _ => null,
    };

    private static KernelArguments? Copy(KernelArguments? arguments)
    {
        if (arguments is null)
            return null;
        var copy = new KernelArguments();
        foreach (var (name, value) in arguments)
            copy[name] = PlainValue.From(value);
        return copy;
    }

    // Providers put objects of their own there, which only they can write.
    private static Dictionary<string, object?>? Copy(IReadOnlyDictionary<string, object?>? metadata)
    {
        var copy = metadata?
            .Where(entry => entry.Value is null or string or bool or int or long or double or DateTimeOffset or JsonElement)
            .ToDictionary(entry => entry.Key, entry => PlainValue.From(entry.Value), StringComparer.Ordinal);
        return copy is { Count: > 0 } ? copy : null;
    }
}
