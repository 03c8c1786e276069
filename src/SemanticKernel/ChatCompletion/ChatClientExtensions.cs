using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.Services;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Makes chat services of the clients of Microsoft.Extensions.AI.</summary>
public static class ChatClientExtensions
{
    /// <summary>A chat service that asks a client. It never calls functions itself.</summary>
    /// <param name="client">The client.</param>
    /// <param name="serviceProvider">Gives the log.</param>
    public static IChatCompletionService AsChatCompletionService(this IChatClient client, IServiceProvider? serviceProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client as IChatCompletionService ?? new ChatClientService(client);
    }

    /// <summary>The model that a client asks where settings name none.</summary>
    /// <param name="client">The client.</param>
    public static string? GetModelId(this IChatClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.GetService<ChatClientMetadata>()?.DefaultModelId;
    }
}
