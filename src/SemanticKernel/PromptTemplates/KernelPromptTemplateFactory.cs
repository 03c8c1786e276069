using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.PromptTemplates;

namespace Microsoft.SemanticKernel;

/// <summary>Makes templates of Semantic Kernel's own language: <c>{{$variable}}</c>, <c>{{plugin.function $a b='c'}}</c>, <c>{{'text'}}</c>.</summary>
public sealed class KernelPromptTemplateFactory : IPromptTemplateFactory
{
    /// <summary>A factory.</summary>
    /// <param name="loggerFactory">Where to log; nothing is logged.</param>
    public KernelPromptTemplateFactory(ILoggerFactory? loggerFactory = null)
    {
    }

    /// <summary>Whether values are inserted as they are. Text from outside could then forge messages.</summary>
    public bool AllowDangerouslySetContent { get; init; }

    /// <inheritdoc/>
    public bool TryCreate(PromptTemplateConfig templateConfig, [NotNullWhen(true)] out IPromptTemplate? result)
    {
        ArgumentNullException.ThrowIfNull(templateConfig);
        result = templateConfig.TemplateFormat.Equals(PromptTemplateConfig.SemanticKernelTemplateFormat, StringComparison.Ordinal)
            ? new KernelPromptTemplate(templateConfig, AllowDangerouslySetContent)
            : null;
        return result is not null;
    }
}
