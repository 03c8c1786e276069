namespace Microsoft.SemanticKernel;

/// <summary>Whether a model may, must or must not call functions.</summary>
public readonly struct FunctionChoice : IEquatable<FunctionChoice>
{
    /// <summary>A choice.</summary>
    /// <param name="label">Its label.</param>
    public FunctionChoice(string label)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        Label = label;
    }

    /// <summary>The model decides.</summary>
    public static FunctionChoice Auto { get; } = new("auto");

    /// <summary>The model must call one function or more.</summary>
    public static FunctionChoice Required { get; } = new("required");

    /// <summary>The model must not call a function.</summary>
    public static FunctionChoice None { get; } = new("none");

    /// <summary>The choice's label.</summary>
    public string Label { get; }

    /// <summary>Whether two choices are the same.</summary>
    /// <param name="left">One choice.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(FunctionChoice left, FunctionChoice right) => left.Equals(right);

    /// <summary>Whether two choices differ.</summary>
    /// <param name="left">One choice.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(FunctionChoice left, FunctionChoice right) => !left.Equals(right);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FunctionChoice other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(FunctionChoice other) => string.Equals(Label, other.Label, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Label ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => Label ?? string.Empty;
}
