namespace Microsoft.SemanticKernel.PromptTemplates;

/// <summary>A part of a template.</summary>
internal abstract record TemplatePart;

/// <summary>Text that stands for itself.</summary>
internal sealed record TextPart(string Text) : TemplatePart;

/// <summary>A part inside <c>{{ }}</c> that has a value.</summary>
internal abstract record Operand : TemplatePart
{
    public abstract object? Evaluate(KernelArguments arguments);
}

/// <summary><c>'text'</c></summary>
internal sealed record Literal(string Text) : Operand
{
    public override object? Evaluate(KernelArguments arguments) => Text;
}

/// <summary><c>$name</c></summary>
internal sealed record Variable(string Name) : Operand
{
    public override object? Evaluate(KernelArguments arguments) => arguments.TryGetValue(Name, out var value) ? value : null;
}

/// <summary><c>plugin.function $positional name='value'</c></summary>
internal sealed record Call(string? PluginName, string FunctionName, Operand? Positional, IReadOnlyList<NamedOperand> Named) : TemplatePart
{
    public int ArgumentCount => Named.Count + (Positional is null ? 0 : 1);

    public string FullName => PluginName is null ? FunctionName : PluginName + "." + FunctionName;

    public IEnumerable<Operand> Operands => Positional is null ? Named.Select(named => named.Value) : Named.Select(named => named.Value).Prepend(Positional);
}

/// <summary><c>name='value'</c></summary>
internal sealed record NamedOperand(string Name, Operand Value);
