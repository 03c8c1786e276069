using System.Net;
using System.Text;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel.PromptTemplates;

/// <summary>A template of Semantic Kernel's own language.</summary>
internal sealed class KernelPromptTemplate : IPromptTemplate
{
    private readonly IReadOnlyList<TemplatePart> _parts;
    private readonly HashSet<string> _safeVariables;
    private readonly bool _isSafe;

    public KernelPromptTemplate(PromptTemplateConfig config, bool allowDangerouslySetContent)
    {
        _parts = TemplateParser.Parse(config.Template);
        DeclareVariables(config);

        // The prompt's own switch frees what functions give; variables need the factory's, or their own.
        _isSafe = allowDangerouslySetContent || config.AllowDangerouslySetContent;
        _safeVariables = config.InputVariables
            .Where(variable => allowDangerouslySetContent || variable.AllowDangerouslySetContent)
            .Select(variable => variable.Name)
            .ToHashSet(StringComparer.Ordinal);
    }

    public async Task<string> RenderAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        arguments ??= [];
        var result = new StringBuilder();
        foreach (var part in _parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            result.Append(part switch
            {
                TextPart text => text.Text,
                Operand operand => Encode(operand, TypeConversion.ToText(operand.Evaluate(arguments), kernel.Culture)),
                _ => Encode(part, (await CallAsync((Call)part, kernel, arguments, cancellationToken)).ToString()),
            });
        }

        return result.ToString();
    }

    private static Task<FunctionResult> CallAsync(Call call, Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var function = kernel.Plugins.GetFunction(call.PluginName, call.FunctionName);
        return function.InvokeAsync(kernel, call.ArgumentCount == 0 ? arguments : Arguments(call, function, arguments), cancellationToken);
    }

    // A copy: what one call sets, another must not see.
    private static KernelArguments Arguments(Call call, KernelFunction function, KernelArguments outer)
    {
        var parameters = function.Metadata.Parameters;
        if (parameters.Count == 0)
        {
            throw new ArgumentException($"Function {call.FullName} does not take any arguments but it is being called in the template with {call.ArgumentCount} arguments.");
        }

        var arguments = new KernelArguments(outer);
        if (call.Positional is not null)
        {
            arguments[parameters[0].Name] = call.Positional.Evaluate(outer);
        }

        foreach (var named in call.Named)
        {
            if (call.Positional is not null && named.Name.Equals(parameters[0].Name, StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"Ambiguity found as a named parameter '{named.Name}' cannot be set for the first parameter when there is also a positional value: '{call.Positional.Evaluate(outer)}' provided. Function: {call.FullName}");
            }

            arguments[named.Name] = named.Value.Evaluate(outer);
        }

        return arguments;
    }

    private string? Encode(TemplatePart part, string? text) =>
        (part is Variable variable ? _safeVariables.Contains(variable.Name) : _isSafe) ? text : WebUtility.HtmlEncode(text);

    private void DeclareVariables(PromptTemplateConfig config)
    {
        var known = config.InputVariables.Select(variable => variable.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var used = _parts.SelectMany<TemplatePart, TemplatePart>(part => part is Call call ? call.Operands : [part]).OfType<Variable>();
        foreach (var variable in used.Where(variable => known.Add(variable.Name)))
        {
            config.InputVariables.Add(new InputVariable { Name = variable.Name });
        }
    }
}
