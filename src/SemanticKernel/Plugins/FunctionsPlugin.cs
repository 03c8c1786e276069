using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

/// <summary>A plugin of given functions, which take its name.</summary>
internal sealed class FunctionsPlugin : KernelPlugin
{
    private readonly Dictionary<string, KernelFunction> _functions = new(StringComparer.OrdinalIgnoreCase);

    public FunctionsPlugin(string name, string? description, IEnumerable<KernelFunction>? functions)
        : base(name, description)
    {
        foreach (var function in functions ?? [])
        {
            ArgumentNullException.ThrowIfNull(function);
            _functions.Add(function.Name, function.Clone(name));
        }
    }

    public override int FunctionCount => _functions.Count;

    public override bool TryGetFunction(string name, [NotNullWhen(true)] out KernelFunction? function) => _functions.TryGetValue(name, out function);

    public override IEnumerator<KernelFunction> GetEnumerator() => _functions.Values.GetEnumerator();
}
