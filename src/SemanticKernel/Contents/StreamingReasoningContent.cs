using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of what a model thinks before it answers.</summary>
[Experimental("SKEXP0110")]
public sealed class StreamingReasoningContent : StreamingKernelContent
{
    /// <summary>A piece of a thought.</summary>
    /// <param name="text">Its text.</param>
    [JsonConstructor]
    public StreamingReasoningContent(string? text = null)
    {
        Text = text;
    }

    /// <summary>The thought's text.</summary>
    public string? Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text ?? string.Empty;

    /// <inheritdoc/>
    public override byte[] ToByteArray() => Encoding.UTF8.GetBytes(ToString());
}
