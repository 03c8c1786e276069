using System.Text;

namespace Microsoft.SemanticKernel;

/// <summary>What a function of code gave back, as a stream of one piece or more.</summary>
public sealed class StreamingMethodContent : StreamingKernelContent
{
    /// <summary>A piece.</summary>
    /// <param name="innerContent">The value.</param>
    /// <param name="metadata">Further facts.</param>
    public StreamingMethodContent(object innerContent, IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, metadata: metadata)
    {
        Content = innerContent;
    }

    /// <summary>The value.</summary>
    public object Content { get; }

    /// <inheritdoc/>
    public override string ToString() => Content.ToString() ?? string.Empty;

    /// <inheritdoc/>
    public override byte[] ToByteArray() => Content as byte[] ?? Encoding.UTF8.GetBytes(ToString());
}
