using System.Net;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;

namespace Microsoft.SemanticKernel.PromptTemplates.Handlebars;

/// <summary>The functions of a kernel's plugins as helpers.</summary>
internal static class FunctionHelpers
{
    public static void Register(IHandlebars handlebars, Kernel kernel, KernelArguments variables, bool isSafe, CancellationToken cancellationToken)
    {
        foreach (var function in kernel.Plugins.SelectMany(plugin => plugin))
        {
            handlebars.RegisterHelper(
                function.PluginName + HandlebarsTemplate.NameDelimiter + function.Name,
                (_, arguments) => Call(kernel, function, Arguments(function, variables, arguments), isSafe, cancellationToken));
        }
    }

    private static KernelArguments Arguments(KernelFunction function, KernelArguments variables, Arguments given)
    {
        var arguments = new KernelArguments(variables);
        var parameters = function.Metadata.Parameters;
        var positional = given.Where(value => value is not HashParameterDictionary).ToList();
        if (positional.Count > parameters.Count)
        {
            throw new KernelException($"Invalid parameter count for function {function.Name}. {positional.Count} were specified but {parameters.Count} are required.");
        }

        for (var i = 0; i < positional.Count; i++)
        {
            arguments[parameters[i].Name] = positional[i];
        }

        foreach (var (name, value) in given.OfType<HashParameterDictionary>().SelectMany(hash => hash))
        {
            arguments[name] = value;
        }

        return arguments;
    }

    // Handlebars knows no asynchronous helpers.
    private static object? Call(Kernel kernel, KernelFunction function, KernelArguments arguments, bool isSafe, CancellationToken cancellationToken)
    {
        var result = Task.Run(() => function.InvokeAsync(kernel, arguments, cancellationToken), cancellationToken).GetAwaiter().GetResult();
        return result.Value switch
        {
            KernelContent content => Encode(content.ToString(), isSafe),
            string text => Encode(text, isSafe),
            var value => value,
        };
    }

    private static string? Encode(string? text, bool isSafe) => isSafe ? text : WebUtility.HtmlEncode(text);
}
