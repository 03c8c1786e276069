using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

/// <content>Functions of prompts.</content>
public static partial class KernelFunctionFactory
{
    /// <summary>Makes a function of a prompt.</summary>
    /// <param name="promptTemplate">The template.</param>
    /// <param name="executionSettings">How a model shall answer.</param>
    /// <param name="functionName">The function's name; null for a random one.</param>
    /// <param name="description">What it does.</param>
    /// <param name="templateFormat">The template's language; null for Semantic Kernel's own.</param>
    /// <param name="promptTemplateFactory">Reads the template; null for the factory of Semantic Kernel's own language.</param>
    /// <param name="loggerFactory">Where to log.</param>
    /// <exception cref="KernelException">The template is not valid.</exception>
    public static KernelFunction CreateFromPrompt(
        string promptTemplate,
        PromptExecutionSettings? executionSettings = null,
        string? functionName = null,
        string? description = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null,
        ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(promptTemplate);
        var config = new PromptTemplateConfig(promptTemplate) { Name = functionName, Description = description, TemplateFormat = templateFormat };
        if (executionSettings is not null)
        {
            config.AddExecutionSettings(executionSettings);
        }

        return CreateFromPrompt(config, promptTemplateFactory, loggerFactory);
    }

    /// <summary>Makes a function of a prompt.</summary>
    /// <param name="promptConfig">The prompt.</param>
    /// <param name="promptTemplateFactory">Reads the template; null for the factory of Semantic Kernel's own language.</param>
    /// <param name="loggerFactory">Where to log.</param>
    /// <exception cref="KernelException">The template is not valid.</exception>
    public static KernelFunction CreateFromPrompt(PromptTemplateConfig promptConfig, IPromptTemplateFactory? promptTemplateFactory = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(promptConfig);
        var factory = promptTemplateFactory ?? new KernelPromptTemplateFactory(loggerFactory);
        return CreateFromPrompt(factory.Create(promptConfig), promptConfig, loggerFactory);
    }

    /// <summary>Makes a function of a prompt.</summary>
    /// <param name="promptTemplate">The template.</param>
    /// <param name="promptConfig">The prompt that it was made of.</param>
    /// <param name="loggerFactory">Where to log.</param>
    public static KernelFunction CreateFromPrompt(IPromptTemplate promptTemplate, PromptTemplateConfig promptConfig, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(promptTemplate);
        ArgumentNullException.ThrowIfNull(promptConfig);
        return PromptFunction.Create(promptTemplate, promptConfig);
    }
}
