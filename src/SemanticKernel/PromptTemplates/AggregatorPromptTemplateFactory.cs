using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

/// <summary>Asks several factories, one after another.</summary>
public sealed class AggregatorPromptTemplateFactory : IPromptTemplateFactory
{
    private readonly IPromptTemplateFactory[] _factories;

    /// <summary>A factory of several.</summary>
    /// <param name="promptTemplateFactories">The factories, one at least.</param>
    /// <exception cref="KernelException">There is none.</exception>
    public AggregatorPromptTemplateFactory(params IPromptTemplateFactory[] promptTemplateFactories)
    {
        ArgumentNullException.ThrowIfNull(promptTemplateFactories);
        _factories = promptTemplateFactories.Length > 0 ? promptTemplateFactories : throw new KernelException("At least one prompt template factory must be specified.");
    }

    /// <inheritdoc/>
    public bool TryCreate(PromptTemplateConfig templateConfig, [NotNullWhen(true)] out IPromptTemplate? result)
    {
        foreach (var factory in _factories)
        {
            if (factory.TryCreate(templateConfig, out result))
            {
                return true;
            }
        }

        result = null;
        return false;
    }
}
