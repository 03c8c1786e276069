using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Context;

/// <summary>A conversation as one request knows it.</summary>
/// <param name="History">All messages, without system messages.</param>
/// <param name="Summary">A summary of the oldest messages, or null.</param>
/// <param name="SummarisedCount">How many of the oldest messages the summary covers.</param>
/// <param name="Seal">What the seal was worth.</param>
internal sealed record ConversationContext(
    ChatHistory History,
    string? Summary = null,
    int SummarisedCount = 0,
    SealState Seal = SealState.Absent)
{
    /// <summary>Whether this host wrote the conversation, tool calls and results included.</summary>
    public bool Trusted => Seal == SealState.Valid;

    /// <summary>Why the conversation is not trusted, for the log; null when it is.</summary>
    public string? Note => Seal switch
    {
        SealState.Valid => null,
        SealState.Absent => "The context has no seal.",
        SealState.Broken => "The seal is not of this host's keys, or the context was changed.",
        SealState.Expired => "The seal is too old.",
        SealState.OtherSubject => "The seal was made for another user.",
        SealState.OtherAgent => "The seal was made for another agent.",
        _ => throw new ArgumentOutOfRangeException(nameof(Seal), Seal, message: null),
    };
}
