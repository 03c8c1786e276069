namespace Microsoft.SemanticKernel;

/// <content>Prompts.</content>
public static partial class KernelExtensions
{
    /// <summary>Makes a function of a prompt.</summary>
    /// <param name="kernel">The kernel, which gives the log.</param>
    /// <param name="promptTemplate">The template.</param>
    /// <param name="executionSettings">How a model shall answer.</param>
    /// <param name="functionName">The function's name; null for a random one.</param>
    /// <param name="description">What it does.</param>
    /// <param name="templateFormat">The template's language; null for Semantic Kernel's own.</param>
    /// <param name="promptTemplateFactory">Reads the template; null for the factory of Semantic Kernel's own language.</param>
    public static KernelFunction CreateFunctionFromPrompt(
        this Kernel kernel,
        string promptTemplate,
        PromptExecutionSettings? executionSettings = null,
        string? functionName = null,
        string? description = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null) =>
        KernelFunctionFactory.CreateFromPrompt(promptTemplate, executionSettings, functionName, description, templateFormat, promptTemplateFactory, kernel.LoggerFactory);

    /// <summary>Makes a function of a prompt.</summary>
    /// <param name="kernel">The kernel, which gives the log.</param>
    /// <param name="promptConfig">The prompt.</param>
    /// <param name="promptTemplateFactory">Reads the template; null for the factory of Semantic Kernel's own language.</param>
    public static KernelFunction CreateFunctionFromPrompt(this Kernel kernel, PromptTemplateConfig promptConfig, IPromptTemplateFactory? promptTemplateFactory = null) =>
        KernelFunctionFactory.CreateFromPrompt(promptConfig, promptTemplateFactory, kernel.LoggerFactory);

    /// <summary>Renders a prompt and asks a model.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="promptTemplate">The template.</param>
    /// <param name="arguments">The values.</param>
    /// <param name="templateFormat">The template's language; null for Semantic Kernel's own.</param>
    /// <param name="promptTemplateFactory">Reads the template; null for the factory of Semantic Kernel's own language.</param>
    /// <param name="promptTemplateConfig">Further facts about the prompt.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static Task<FunctionResult> InvokePromptAsync(
        this Kernel kernel,
        string promptTemplate,
        KernelArguments? arguments = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null,
        PromptTemplateConfig? promptTemplateConfig = null,
        CancellationToken cancellationToken = default) =>
        kernel.InvokeAsync(PromptOf(kernel, promptTemplate, templateFormat, promptTemplateFactory, promptTemplateConfig), arguments, cancellationToken);

    /// <summary>Renders a prompt and asks a model.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="kernel">The kernel.</param>
    /// <param name="promptTemplate">The template.</param>
    /// <param name="arguments">The values.</param>
    /// <param name="templateFormat">The template's language; null for Semantic Kernel's own.</param>
    /// <param name="promptTemplateFactory">Reads the template; null for the factory of Semantic Kernel's own language.</param>
    /// <param name="promptTemplateConfig">Further facts about the prompt.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static Task<T?> InvokePromptAsync<T>(
        this Kernel kernel,
        string promptTemplate,
        KernelArguments? arguments = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null,
        PromptTemplateConfig? promptTemplateConfig = null,
        CancellationToken cancellationToken = default) =>
        kernel.InvokeAsync<T>(PromptOf(kernel, promptTemplate, templateFormat, promptTemplateFactory, promptTemplateConfig), arguments, cancellationToken);

    /// <summary>Renders a prompt, asks a model and streams the answer.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="promptTemplate">The template.</param>
    /// <param name="arguments">The values.</param>
    /// <param name="templateFormat">The template's language; null for Semantic Kernel's own.</param>
    /// <param name="promptTemplateFactory">Reads the template; null for the factory of Semantic Kernel's own language.</param>
    /// <param name="promptTemplateConfig">Further facts about the prompt.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static IAsyncEnumerable<StreamingKernelContent> InvokePromptStreamingAsync(
        this Kernel kernel,
        string promptTemplate,
        KernelArguments? arguments = null,
        string? templateFormat = null,
        IPromptTemplateFactory? promptTemplateFactory = null,
        PromptTemplateConfig? promptTemplateConfig = null,
        CancellationToken cancellationToken = default) =>
        kernel.InvokeStreamingAsync(PromptOf(kernel, promptTemplate, templateFormat, promptTemplateFactory, promptTemplateConfig), arguments, cancellationToken);

    private static KernelFunction PromptOf(Kernel kernel, string template, string? format, IPromptTemplateFactory? factory, PromptTemplateConfig? config)
    {
        if (config is null)
        {
            return kernel.CreateFunctionFromPrompt(template, templateFormat: format, promptTemplateFactory: factory);
        }

        config.Template = template;
        config.TemplateFormat = format ?? config.TemplateFormat;
        return kernel.CreateFunctionFromPrompt(config, factory);
    }
}
