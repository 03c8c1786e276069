using System.Net;
using HandlebarsDotNet;

namespace Microsoft.SemanticKernel.PromptTemplates.Handlebars;

/// <summary>A template of the language Handlebars. Functions are helpers called <c>plugin-function</c>.</summary>
internal sealed class HandlebarsTemplate(PromptTemplateConfig config, HandlebarsPromptTemplateOptions options, bool isSafe) : IPromptTemplate
{
    public const string NameDelimiter = "-";

    private static readonly HashSet<Type> SafeTypes =
    [
        typeof(bool), typeof(char), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(TimeSpan), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(Guid),
    ];

    public Task<string> RenderAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        cancellationToken.ThrowIfCancellationRequested();
        var variables = Variables(arguments ?? []);
        var handlebars = HandlebarsDotNet.Handlebars.Create();
        BuiltInHelpers.Register(handlebars, variables);
        FunctionHelpers.Register(handlebars, kernel, variables, isSafe, cancellationToken);
        var text = handlebars.Compile(config.Template)(variables);
        return Task.FromResult(options.EnableHtmlDecoder ? WebUtility.HtmlDecode(text) : text);
    }

    private KernelArguments Variables(KernelArguments arguments)
    {
        var variables = new KernelArguments();
        foreach (var variable in config.InputVariables.Where(variable => variable.Default is not null))
        {
            variables[variable.Name] = Encode(variable.Name, variable.Default);
        }

        foreach (var (name, value) in arguments)
        {
            if (value is not null)
            {
                variables[name] = Encode(name, value);
            }
        }

        return variables;
    }

    private object? Encode(string name, object? value)
    {
        if (isSafe || config.InputVariables.Any(variable => variable.AllowDangerouslySetContent && variable.Name == name))
        {
            return value;
        }

        return value switch
        {
            null => null,
            string text => WebUtility.HtmlEncode(text),
            _ when SafeTypes.Contains(value.GetType()) || value.GetType().IsEnum => value,
            _ => throw new NotSupportedException($"Argument '{name}' has a value that doesn't support automatic encoding. " +
                $"Set {nameof(InputVariable.AllowDangerouslySetContent)} to 'true' for this argument and implement custom encoding, or provide the value as a string."),
        };
    }
}
