using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Microsoft.SemanticKernel.Internal;

/// <summary>What functions and plugins may be called.</summary>
internal static partial class Names
{
    private const string AsyncSuffix = "Async";

    public static void VerifyFunction([NotNull] string? name, string parameterName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameterName);
        if (!FunctionPattern().IsMatch(name))
        {
            throw new ArgumentException($"A function name can contain only ASCII letters, digits, and underscores: '{name}' is not a valid name.", parameterName);
        }
    }

    public static void VerifyPlugin([NotNull] string? name, string parameterName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameterName);
        if (!PluginPattern().IsMatch(name))
        {
            throw new ArgumentException($"A plugin name can contain only ASCII letters, digits, and underscores: '{name}' is not a valid name.", parameterName);
        }
    }

    /// <summary>A method's name as a function's: no Async at the end of asynchronous ones, underscores for what is not allowed.</summary>
    public static string OfMethod(string name, Type returnType)
    {
        var shortened = ReturnValue.IsAsynchronous(returnType) && name.Length > AsyncSuffix.Length && name.EndsWith(AsyncSuffix, StringComparison.Ordinal)
            ? name[..^AsyncSuffix.Length]
            : name;
        return Sanitize(shortened);
    }

    /// <summary>A type's name as a plugin's, with the names of its type arguments.</summary>
    public static string OfType(Type type)
    {
        var name = type.Name.Split('`')[0];
        return Sanitize(string.Join('_', type.GenericTypeArguments.Select(argument => argument.Name).Prepend(name)));
    }

    public static string Sanitize(string name) => Invalid().Replace(name, "_");

    [GeneratedRegex("^[0-9A-Za-z_-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex FunctionPattern();

    [GeneratedRegex("^[0-9A-Za-z_]*$", RegexOptions.NonBacktracking)]
    private static partial Regex PluginPattern();

    [GeneratedRegex("[^0-9A-Za-z_]", RegexOptions.NonBacktracking)]
    private static partial Regex Invalid();
}
