namespace Microsoft.SemanticKernel.PromptTemplates.Handlebars;

/// <summary>What the helpers of one rendering need. Compiled templates are shared, and Handlebars hands helpers nothing of the caller's.</summary>
internal sealed record RenderScope(Kernel Kernel, KernelArguments Variables, bool IsSafe, CancellationToken CancellationToken)
{
    // Handlebars renders on one thread; a function that renders another template on it puts the scope back.
    [ThreadStatic]
    private static RenderScope? _current;

    public static RenderScope Current => _current ?? throw new InvalidOperationException("No template is being rendered.");

    public string Run(Func<KernelArguments, string> render)
    {
        var outer = _current;
        _current = this;
        try
        {
            return render(Variables);
        }
        finally
        {
            _current = outer;
        }
    }
}
