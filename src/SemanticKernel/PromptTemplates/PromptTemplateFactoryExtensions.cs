namespace Microsoft.SemanticKernel;

/// <summary>Short forms of <see cref="IPromptTemplateFactory"/>.</summary>
public static class PromptTemplateFactoryExtensions
{
    /// <summary>Makes a template.</summary>
    /// <param name="factory">The factory.</param>
    /// <param name="templateConfig">The prompt.</param>
    /// <exception cref="KernelException">The factory does not know the format, or the template is not valid.</exception>
    public static IPromptTemplate Create(this IPromptTemplateFactory factory, PromptTemplateConfig templateConfig)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(templateConfig);
        return factory.TryCreate(templateConfig, out var template)
            ? template
            : throw new KernelException($"Prompt template format {templateConfig.TemplateFormat} is not supported.");
    }
}
