using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel.PromptTemplates.Handlebars;

/// <summary>Makes templates of the language Handlebars.</summary>
public sealed class HandlebarsPromptTemplateFactory : IPromptTemplateFactory
{
    private readonly HandlebarsPromptTemplateOptions _options;

    /// <summary>A factory.</summary>
    /// <param name="options">How templates are read.</param>
    public HandlebarsPromptTemplateFactory(HandlebarsPromptTemplateOptions? options = null)
    {
        _options = options ?? new();
    }

    /// <summary>The language's name.</summary>
    public static string HandlebarsTemplateFormat => "handlebars";

    /// <summary>Between plugin and function in the names of helpers.</summary>
    public string NameDelimiter => HandlebarsTemplate.NameDelimiter;

    /// <summary>Whether values are inserted as they are. Text from outside could then forge messages.</summary>
    public bool AllowDangerouslySetContent { get; init; }

    /// <inheritdoc/>
    public bool TryCreate(PromptTemplateConfig templateConfig, [NotNullWhen(true)] out IPromptTemplate? result)
    {
        ArgumentNullException.ThrowIfNull(templateConfig);
        result = templateConfig.TemplateFormat.Equals(HandlebarsTemplateFormat, StringComparison.Ordinal)
            ? new HandlebarsTemplate(templateConfig, _options, AllowDangerouslySetContent || templateConfig.AllowDangerouslySetContent)
            : null;
        return result is not null;
    }
}
