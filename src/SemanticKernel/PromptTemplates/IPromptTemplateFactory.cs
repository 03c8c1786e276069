using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

/// <summary>Makes templates of one format or several.</summary>
public interface IPromptTemplateFactory
{
    /// <summary>Makes a template.</summary>
    /// <param name="templateConfig">The prompt.</param>
    /// <param name="result">The template; null when its format is another.</param>
    /// <exception cref="KernelException">The template is not valid.</exception>
    bool TryCreate(PromptTemplateConfig templateConfig, [NotNullWhen(true)] out IPromptTemplate? result);
}
