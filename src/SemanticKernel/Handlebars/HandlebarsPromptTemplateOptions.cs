namespace Microsoft.SemanticKernel.PromptTemplates.Handlebars;

/// <summary>How Handlebars templates are read.</summary>
/// <remarks>Semantic Kernel derives this class from the options of Handlebars.Net.Helpers, which is not used here.</remarks>
public sealed class HandlebarsPromptTemplateOptions
{
    /// <summary>Whether what is rendered is decoded once; Handlebars encodes what <c>{{ }}</c> inserts.</summary>
    public bool EnableHtmlDecoder { get; set; } = true;
}
