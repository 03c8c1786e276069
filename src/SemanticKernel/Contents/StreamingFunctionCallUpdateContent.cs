using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of a function call.</summary>
public class StreamingFunctionCallUpdateContent : StreamingKernelContent
{
    /// <summary>A piece of a function call.</summary>
    /// <param name="callId">The call's id, in its first piece.</param>
    /// <param name="name">The function's name, in its first piece.</param>
    /// <param name="arguments">A piece of the arguments' JSON.</param>
    /// <param name="functionCallIndex">Which call of the answer, from 0.</param>
    public StreamingFunctionCallUpdateContent(string? callId = null, string? name = null, string? arguments = null, int functionCallIndex = 0)
    {
        CallId = callId;
        Name = name;
        Arguments = arguments;
        FunctionCallIndex = functionCallIndex;
    }

    /// <summary>The call's id.</summary>
    public string? CallId { get; init; }

    /// <summary>The function's name, with its plugin as the connector writes it.</summary>
    public string? Name { get; init; }

    /// <summary>A piece of the arguments' JSON.</summary>
    public string? Arguments { get; init; }

    /// <summary>Which call of the answer, from 0.</summary>
    public int FunctionCallIndex { get; init; }

    /// <summary>Which request of a loop of requests, from 0.</summary>
    [Experimental("SKEXP0001")]
    public int RequestIndex { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(StreamingFunctionCallUpdateContent);

    /// <inheritdoc/>
    public override byte[] ToByteArray() => Encoding.UTF8.GetBytes(ToString());
}
