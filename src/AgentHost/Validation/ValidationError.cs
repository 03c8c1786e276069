using System.Text.Json;

namespace AgentHost.Validation;

/// <summary>A mistake in a request, in the terms of pydantic, which the clients of the replaced services know.</summary>
/// <param name="Location">The path to it from the body on: names and, in lists, numbers.</param>
/// <param name="Type">Its kind, like <c>enum</c>.</param>
/// <param name="Message">What is wrong, in words.</param>
/// <param name="Input">What was sent; lives as long as the request's document.</param>
/// <param name="Details">The limits or choices that the message speaks of.</param>
internal sealed record ValidationError(
    IReadOnlyList<object> Location,
    string Type,
    string Message,
    JsonElement? Input,
    IReadOnlyDictionary<string, object>? Details = null);
