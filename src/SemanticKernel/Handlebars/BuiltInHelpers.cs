using System.Globalization;
using System.Text.Json;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;

namespace Microsoft.SemanticKernel.PromptTemplates.Handlebars;

/// <summary>Helpers that every template has.</summary>
internal static class BuiltInHelpers
{
    public static void Register(IHandlebars handlebars)
    {
        RegisterBlocks(handlebars);
        RegisterValues(handlebars);
        RegisterNumbers(handlebars);
    }

    private static void RegisterBlocks(IHandlebars handlebars)
    {
        handlebars.RegisterHelper("message", static (writer, options, context, arguments) =>
        {
            var role = Hash(arguments).TryGetValue("role", out var given) ? given : throw new KernelException("Message must have a role.");
            writer.Write($"<{role}~>", encode: false);
            options.Template(writer, context);
            writer.Write($"</{role}~>", encode: false);
        });
        handlebars.RegisterHelper("doubleOpen", static (writer, _, _) => writer.Write("{{", encode: false));
        handlebars.RegisterHelper("doubleClose", static (writer, _, _) => writer.Write("}}", encode: false));
    }

    private static void RegisterValues(IHandlebars handlebars)
    {
        handlebars.RegisterHelper("set", static (_, _, arguments) =>
        {
            var hash = Hash(arguments);
            var (name, value) = hash.Count > 0 ? (hash["name"], hash["value"]) : (arguments[0], arguments[1]);
            RenderScope.Current.Variables[Convert.ToString(name, CultureInfo.InvariantCulture)!] = value;
        });
        handlebars.RegisterHelper("json", static (_, arguments) => arguments.Length == 0
            ? throw new HandlebarsRuntimeException("`json` helper requires a value to be passed in.")
            : arguments[0] as string ?? JsonSerializer.Serialize(arguments[0]));
        handlebars.RegisterHelper("array", static (_, arguments) => arguments.ToArray());
        handlebars.RegisterHelper("range", static (_, arguments) =>
        {
            var (from, to) = ((int)Number(arguments[0]), (int)Number(arguments[1]));
            return Enumerable.Range(from, to - from + 1);
        });
        handlebars.RegisterHelper("concat", static (_, arguments) => string.Concat(arguments.Select(Text)));
        handlebars.RegisterHelper("or", static (_, arguments) => arguments.Any(value => HandlebarsUtils.IsTruthy(value)));
        handlebars.RegisterHelper("equals", static (_, arguments) => AreEqual(arguments[0], arguments[1]));
    }

    private static void RegisterNumbers(IHandlebars handlebars)
    {
        handlebars.RegisterHelper("add", static (_, arguments) => arguments.Sum(Number));
        handlebars.RegisterHelper("subtract", static (_, arguments) => arguments.Skip(1).Aggregate(Number(arguments[0]), (left, right) => left - Number(right)));
        handlebars.RegisterHelper("lessThan", static (_, arguments) => Number(arguments[0]) < Number(arguments[1]));
        handlebars.RegisterHelper("lessThanOrEqual", static (_, arguments) => Number(arguments[0]) <= Number(arguments[1]));
        handlebars.RegisterHelper("greaterThan", static (_, arguments) => Number(arguments[0]) > Number(arguments[1]));
        handlebars.RegisterHelper("greaterThanOrEqual", static (_, arguments) => Number(arguments[0]) >= Number(arguments[1]));
    }

    private static Dictionary<string, object?> Hash(Arguments arguments) =>
        arguments.OfType<HashParameterDictionary>().LastOrDefault() ?? new Dictionary<string, object?>(StringComparer.Ordinal);

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);

    private static decimal Number(object? value) => Convert.ToDecimal(value is UndefinedBindingResult ? 0 : value, CultureInfo.InvariantCulture);

    private static bool AreEqual(object? left, object? right) =>
        Equals(left, right) || (left is IConvertible && right is IConvertible && string.Equals(Text(left), Text(right), StringComparison.Ordinal));
}
