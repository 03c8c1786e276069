using System.Text.Json.Serialization;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>Which functions a model is told about, and whether it may, must or must not call them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AutoFunctionChoiceBehavior), "auto")]
[JsonDerivedType(typeof(RequiredFunctionChoiceBehavior), "required")]
[JsonDerivedType(typeof(NoneFunctionChoiceBehavior), "none")]
public abstract class FunctionChoiceBehavior
{
    /// <summary>Between plugin and function in the names of functions.</summary>
    protected const string FunctionNameSeparator = ".";

    /// <summary>What holds where no options are given.</summary>
    protected static readonly FunctionChoiceBehaviorOptions DefaultOptions = new();

    private readonly KernelFunction[] _functions;

    private protected FunctionChoiceBehavior(IEnumerable<KernelFunction>? functions)
    {
        _functions = functions?.ToArray() ?? [];
    }

    /// <summary>The model decides whether it calls functions.</summary>
    /// <param name="functions">The functions; null for all of the kernel's, an empty list for none.</param>
    /// <param name="autoInvoke">Whether the connector carries the calls out itself.</param>
    /// <param name="options">How functions may be called.</param>
    public static FunctionChoiceBehavior Auto(IEnumerable<KernelFunction>? functions = null, bool autoInvoke = true, FunctionChoiceBehaviorOptions? options = null) =>
        new AutoFunctionChoiceBehavior(functions, autoInvoke, options);

    /// <summary>The model must call one function or more.</summary>
    /// <param name="functions">The functions; null for all of the kernel's, an empty list for none.</param>
    /// <param name="autoInvoke">Whether the connector carries the calls out itself.</param>
    /// <param name="options">How functions may be called.</param>
    public static FunctionChoiceBehavior Required(IEnumerable<KernelFunction>? functions = null, bool autoInvoke = true, FunctionChoiceBehaviorOptions? options = null) =>
        new RequiredFunctionChoiceBehavior(functions, autoInvoke, options);

    /// <summary>The model is told about functions, but must not call them.</summary>
    /// <param name="functions">The functions; null for all of the kernel's, an empty list for none.</param>
    /// <param name="options">How functions may be called.</param>
    public static FunctionChoiceBehavior None(IEnumerable<KernelFunction>? functions = null, FunctionChoiceBehaviorOptions? options = null) =>
        new NoneFunctionChoiceBehavior(functions, options);

    /// <summary>What the behavior means for a request.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="KernelException">A named function does not exist, or calls can't be carried out without a kernel.</exception>
    public abstract FunctionChoiceBehaviorConfiguration GetConfiguration(FunctionChoiceBehaviorConfigurationContext context);

    /// <summary>The functions that names stand for.</summary>
    /// <param name="functionFQNs">Names like <c>plugin.function</c>; null for all of the kernel's functions.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="autoInvoke">Whether the connector carries the calls out itself.</param>
    protected IReadOnlyList<KernelFunction>? GetFunctions(IList<string>? functionFQNs, Kernel? kernel, bool autoInvoke)
    {
        if (autoInvoke && kernel is null)
        {
            throw new KernelException("Auto-invocation is not supported when no kernel is provided.");
        }

        if (functionFQNs is null)
        {
            return kernel?.Plugins.SelectMany(plugin => plugin).ToList();
        }

        return functionFQNs.Count == 0 ? null : functionFQNs.Select(name => Find(name, kernel, autoInvoke)).ToList();
    }

    private protected static List<string>? NamesOf(IEnumerable<KernelFunction>? functions) =>
        functions?.Select(function => FunctionName.Join(function.Name, function.PluginName, FunctionNameSeparator)).ToList();

    private KernelFunction Find(string fullName, Kernel? kernel, bool autoInvoke)
    {
        var (name, plugin) = FunctionName.Parse(fullName, FunctionNameSeparator);
        if (kernel is not null && kernel.Plugins.TryGetFunction(plugin, name, out var function))
        {
            return function;
        }

        if (autoInvoke)
        {
            throw new KernelException($"The specified function {fullName} is not available in the kernel.");
        }

        return Array.Find(_functions, given => string.Equals(given.Name, name, StringComparison.Ordinal) && string.Equals(given.PluginName, plugin, StringComparison.Ordinal))
            ?? throw new KernelException($"The specified function {fullName} was not provided.");
    }
}
