using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>The request that a <see cref="FunctionChoiceBehavior"/> is asked about.</summary>
/// <param name="chatHistory">The conversation.</param>
public sealed class FunctionChoiceBehaviorConfigurationContext(ChatHistory chatHistory)
{
    /// <summary>The conversation.</summary>
    public ChatHistory ChatHistory { get; } = chatHistory;

    /// <summary>The kernel whose functions may be called.</summary>
    public Kernel? Kernel { get; init; }

    /// <summary>Which request of a loop of requests, from 0.</summary>
    public int RequestSequenceIndex { get; init; }
}
