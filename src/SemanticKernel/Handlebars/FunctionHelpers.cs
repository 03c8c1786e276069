using System.Net;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;

namespace Microsoft.SemanticKernel.PromptTemplates.Handlebars;

/// <summary>The functions of a kernel's plugins as helpers.</summary>
internal static class FunctionHelpers
{
    public static void Register(IHandlebars handlebars, IEnumerable<(string? Plugin, string Function)> functions)
    {
        foreach (var (plugin, name) in functions)
        {
            handlebars.RegisterHelper(plugin + HandlebarsTemplate.NameDelimiter + name, (_, arguments) =>
            {
                var scope = RenderScope.Current;
                var function = scope.Kernel.Plugins.GetFunction(plugin, name);
                return Call(scope, function, Arguments(function, scope.Variables, arguments));
            });
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

    // Handlebars knows no asynchronous helpers; started here, most functions are done without another thread.
    private static object? Call(RenderScope scope, KernelFunction function, KernelArguments arguments)
    {
        var result = function.InvokeAsync(scope.Kernel, arguments, scope.CancellationToken).GetAwaiter().GetResult();
        return result.Value switch
        {
            KernelContent content => Encode(content.ToString(), scope.IsSafe),
            string text => Encode(text, scope.IsSafe),
            var value => value,
        };
    }

    private static string? Encode(string? text, bool isSafe) => isSafe ? text : WebUtility.HtmlEncode(text);
}
