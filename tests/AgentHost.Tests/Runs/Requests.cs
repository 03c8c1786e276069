using AgentHost.Context;
using AgentHost.Models;
using AgentHost.Protocols.Stateless;
using AgentHost.Runs;
using AgentHost.Strategies;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Tests.Runs;

/// <summary>Requests for runs that no model ever sees.</summary>
internal static class Requests
{
    public static RunRequest Of(TimeSpan? abandonAfter = null) => new()
    {
        Model = new Model(
            new ModelOptions { Id = "none", Provider = "None", UpstreamName = "none" },
            new ProviderOptions { Name = "None", Kind = "None" },
            static () => throw new NotSupportedException()),
        Context = new ConversationContext([]),
        Message = new ChatMessageContent(AuthorRole.User, "hi"),
        Holder = new SealHolder(Subject: null, "assistant"),
        AbandonAfter = abandonAfter,
        NewFrameWriter = static () => new StatelessWriter(),
    };
}
