using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>Turns chat messages into those of Microsoft.Extensions.AI.</summary>
[Experimental("SKEXP0001")]
public static class ChatMessageContentExtensions
{
    /// <summary>The message as Microsoft.Extensions.AI has it; a call is named <c>plugin_function</c>, as functions are told there.</summary>
    /// <param name="content">The message.</param>
    public static ChatMessage ToChatMessage(this ChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new ChatMessage(new ChatRole(content.Role.Label), [.. content.Items.Select(ChatContents.ToAI).OfType<AIContent>()])
        {
            AuthorName = content.AuthorName,
            RawRepresentation = content.InnerContent,
            AdditionalProperties = content.Metadata is null ? null : new AdditionalPropertiesDictionary(content.Metadata),
        };
    }
}
