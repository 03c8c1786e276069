using AgentHost.Context;
using AgentHost.Models;
using AgentHost.Plugins;
using Microsoft.SemanticKernel;

namespace AgentHost.Runs;

/// <summary>What every protocol turns its requests into.</summary>
internal sealed record RunRequest
{
    public required Model Model { get; init; }

    /// <summary>What was said before.</summary>
    public required ConversationContext Context { get; init; }

    /// <summary>What the user says now.</summary>
    public required ChatMessageContent Message { get; init; }

    /// <summary>The client's own system prompt, instead of the host's; null or empty for the host's.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>The tools that the model may call; null for those that are on by default.</summary>
    public IReadOnlyList<Tool>? Tools { get; init; }

    /// <summary>Parameters for the model by their common names, such as <c>temperature</c>; null for the model's own.</summary>
    public IDictionary<string, object>? Parameters { get; init; }

    /// <summary>Who asks, and for which agent; bound into the seal of the context.</summary>
    public required SealHolder Holder { get; init; }

    /// <summary>How long the run goes on without a reader; null is to its end.</summary>
    public TimeSpan? AbandonAfter { get; init; }

    /// <summary>How this protocol puts events into frames.</summary>
    public required Func<IFrameWriter> NewFrameWriter { get; init; }
}
