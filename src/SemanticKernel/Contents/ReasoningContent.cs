using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>What a model thought before it answered.</summary>
[Experimental("SKEXP0110")]
public sealed class ReasoningContent : KernelContent
{
    /// <summary>A thought.</summary>
    /// <param name="text">Its text.</param>
    [JsonConstructor]
    public ReasoningContent(string? text = null)
    {
        Text = text;
    }

    /// <summary>The thought's text.</summary>
    public string? Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text ?? string.Empty;
}
