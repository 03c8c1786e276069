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

    private readonly Lock _compiling = new();
    private volatile Compiled? _compiled;

    public Task<string> RenderAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        cancellationToken.ThrowIfCancellationRequested();
        var render = CompiledFor(kernel);
        var text = new RenderScope(kernel, Variables(arguments ?? []), isSafe, cancellationToken).Run(variables => render(variables));
        return Task.FromResult(options.EnableHtmlDecoder ? WebUtility.HtmlDecode(text) : text);
    }

    // Compiling takes milliseconds, and most renderings see the same functions as the one before.
    private HandlebarsTemplate<object, object> CompiledFor(Kernel kernel)
    {
        var functions = kernel.Plugins.SelectMany(plugin => plugin).Select(function => (function.PluginName, function.Name)).ToArray();
        if (_compiled is { } known && known.Functions.AsSpan().SequenceEqual(functions))
        {
            return known.Render;
        }

        lock (_compiling)
        {
            if (_compiled is not { } fresh || !fresh.Functions.AsSpan().SequenceEqual(functions))
            {
                _compiled = fresh = Compile(functions);
            }

            return fresh.Render;
        }
    }

    private Compiled Compile((string? Plugin, string Function)[] functions)
    {
        var handlebars = HandlebarsDotNet.Handlebars.Create();
        BuiltInHelpers.Register(handlebars);
        FunctionHelpers.Register(handlebars, functions);
        return new Compiled(functions, handlebars.Compile(config.Template));
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

    private sealed record Compiled((string? Plugin, string Function)[] Functions, HandlebarsTemplate<object, object> Render);
}
