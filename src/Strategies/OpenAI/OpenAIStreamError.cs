using System.Text.Json;

namespace AgentHost.Strategies.OpenAI;

/// <summary>An error object where a piece of the answer should be.</summary>
#pragma warning disable CA1032, RCS1194 // Made in one place only, with an error at hand.
internal sealed class OpenAIStreamError(JsonElement error) : Exception(error.ValueKind == JsonValueKind.Undefined ? "an error without words" : error.GetRawText())
#pragma warning restore CA1032, RCS1194
{
    public JsonElement Error { get; } = error;
}
