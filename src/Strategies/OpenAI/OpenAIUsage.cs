using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace AgentHost.Strategies.OpenAI;

/// <summary>What an answer cost, from OpenAI's <c>usage</c> or Groq's <c>x_groq.usage</c>.</summary>
internal static class OpenAIUsage
{
    public static UsageDetails? Of(StreamingChatCompletionUpdate update)
    {
        if (update.Usage is { } usage)
        {
            return Of(usage);
        }

        ref var patch = ref update.Patch;
        return patch.TryGetJson("$.x_groq.usage"u8, out var json) ? OfGroq(JsonElement.Parse(json.Span)) : null;
    }

    public static UsageDetails Of(ChatTokenUsage usage) => new()
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };

    private static UsageDetails? OfGroq(JsonElement usage) => usage.ValueKind != JsonValueKind.Object ? null : new()
    {
        InputTokenCount = Count(usage, "prompt_tokens"),
        OutputTokenCount = Count(usage, "completion_tokens"),
        TotalTokenCount = Count(usage, "total_tokens"),
    };

    private static long? Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) ? count : null;
}
