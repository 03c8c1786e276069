namespace Microsoft.SemanticKernel;

/// <summary>The rendering of a prompt, as filters see it.</summary>
public sealed class PromptRenderContext
{
    internal PromptRenderContext(Kernel kernel, KernelFunction function, KernelArguments arguments)
    {
        Kernel = kernel;
        Function = function;
        Arguments = arguments;
    }

    /// <summary>Ends the rendering.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Whether the answer is streamed.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>The kernel.</summary>
    public Kernel Kernel { get; }

    /// <summary>The prompt's function.</summary>
    public KernelFunction Function { get; }

    /// <summary>The arguments.</summary>
    public KernelArguments Arguments { get; }

    /// <summary>How the model shall answer.</summary>
    public PromptExecutionSettings? ExecutionSettings { get; init; }

    /// <summary>The prompt, which a filter may replace.</summary>
    public string? RenderedPrompt { get; set; }

    /// <summary>A result that a filter gives in the model's stead.</summary>
    public FunctionResult? Result { get; set; }
}
