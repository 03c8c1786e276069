using System.Diagnostics.CodeAnalysis;

namespace AgentHost.Plugins;

/// <summary>
/// What a tool gives back. It serialises to the JSON that the model reads; <see cref="object.ToString"/> gives the same JSON.
/// </summary>
public interface IToolResult
{
    /// <summary>Why the call failed as a whole, in words for the model and the client; null when it did not.</summary>
    [SuppressMessage("Naming", "CA1716", Justification = "A keyword of Visual Basic only; the JSON that models read says error.")]
    string? Error { get; }
}
