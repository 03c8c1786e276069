namespace Microsoft.SemanticKernel;

/// <summary>Makes functions of prompts written in YAML.</summary>
public static class PromptYamlKernelExtensions
{
    /// <summary>Makes a function.</summary>
    /// <param name="kernel">The kernel, which gives the log.</param>
    /// <param name="text">The YAML.</param>
    /// <param name="promptTemplateFactory">Reads the template; null for the factory of Semantic Kernel's own language.</param>
    public static KernelFunction CreateFunctionFromPromptYaml(this Kernel kernel, string text, IPromptTemplateFactory? promptTemplateFactory = null) =>
        KernelFunctionYaml.FromPromptYaml(text, promptTemplateFactory, kernel.LoggerFactory);
}
