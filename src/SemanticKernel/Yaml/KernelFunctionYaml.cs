using Microsoft.Extensions.Logging;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Microsoft.SemanticKernel;

/// <summary>Makes functions of prompts written in YAML.</summary>
public static class KernelFunctionYaml
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithTypeConverter(new ExecutionSettingsYaml())
        .WithTypeConverter(new FunctionChoiceYaml())
        .Build();

    /// <summary>Makes a function.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="promptTemplateFactory">Reads the template; null for the factory of Semantic Kernel's own language.</param>
    /// <param name="loggerFactory">Where to log.</param>
    /// <exception cref="YamlDotNet.Core.YamlException">The YAML is not valid, or has a property that prompts do not have.</exception>
    /// <exception cref="NotSupportedException">A default is no text.</exception>
    /// <exception cref="KernelException">The template is not valid.</exception>
    public static KernelFunction FromPromptYaml(string text, IPromptTemplateFactory? promptTemplateFactory = null, ILoggerFactory? loggerFactory = null)
    {
        var config = ToPromptTemplateConfig(text);
        foreach (var variable in config.InputVariables)
        {
            if (variable.Default is not (null or string))
            {
                throw new NotSupportedException($"Default value for input variable '{variable.Name}' must be a string. Prompt function - '{config.Name ?? config.Template}'.");
            }
        }

        return KernelFunctionFactory.CreateFromPrompt(config, promptTemplateFactory, loggerFactory);
    }

    /// <summary>Reads a prompt.</summary>
    /// <param name="text">The YAML.</param>
    /// <exception cref="YamlDotNet.Core.YamlException">The YAML is not valid, or has a property that prompts do not have.</exception>
    public static PromptTemplateConfig ToPromptTemplateConfig(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return Deserializer.Deserialize<PromptTemplateConfig>(text);
    }
}
