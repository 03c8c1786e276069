using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Who speaks. Labels are compared without regard to case and kept as written.</summary>
public readonly struct AuthorRole : IEquatable<AuthorRole>
{
    /// <summary>A role.</summary>
    /// <param name="label">Its label.</param>
    /// <exception cref="ArgumentException">The label is blank.</exception>
    [JsonConstructor]
    public AuthorRole(string label)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        Label = label;
    }

    /// <summary>The program's instructions, as newer models call them.</summary>
    public static AuthorRole Developer { get; } = new("developer");

    /// <summary>The program's instructions.</summary>
    public static AuthorRole System { get; } = new("system");

    /// <summary>The model.</summary>
    public static AuthorRole Assistant { get; } = new("assistant");

    /// <summary>The person.</summary>
    public static AuthorRole User { get; } = new("user");

    /// <summary>The results of functions.</summary>
    public static AuthorRole Tool { get; } = new("tool");

    /// <summary>The role's label; null in a role read from JSON that names none.</summary>
    public string Label { get; }

    /// <summary>Whether two roles are the same.</summary>
    /// <param name="left">One role.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(AuthorRole left, AuthorRole right) => left.Equals(right);

    /// <summary>Whether two roles differ.</summary>
    /// <param name="left">One role.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(AuthorRole left, AuthorRole right) => !left.Equals(right);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AuthorRole other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(AuthorRole other) => string.Equals(Label, other.Label, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Label ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => Label ?? string.Empty;
}
