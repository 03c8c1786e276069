using System.Globalization;
using Microsoft.SemanticKernel.Internal;

namespace Microsoft.SemanticKernel;

/// <summary>What a function gave.</summary>
public sealed class FunctionResult
{
    /// <summary>A result.</summary>
    /// <param name="function">The function.</param>
    /// <param name="value">What it gave.</param>
    /// <param name="culture">How the value is written as text; null for invariant.</param>
    /// <param name="metadata">Further facts.</param>
    public FunctionResult(KernelFunction function, object? value = null, CultureInfo? culture = null, IReadOnlyDictionary<string, object?>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Function = function;
        Value = value;
        Culture = culture ?? CultureInfo.InvariantCulture;
        Metadata = metadata;
    }

    /// <summary>A copy with another value.</summary>
    /// <param name="result">The original.</param>
    /// <param name="value">The value; null keeps the original's.</param>
    public FunctionResult(FunctionResult result, object? value = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        Function = result.Function;
        Value = value ?? result.Value;
        Culture = result.Culture;
        Metadata = result.Metadata;
        RenderedPrompt = result.RenderedPrompt;
    }

    /// <summary>The function.</summary>
    public KernelFunction Function { get; init; }

    /// <summary>How the value is written as text.</summary>
    public CultureInfo Culture { get; init; }

    /// <summary>Further facts.</summary>
    public IReadOnlyDictionary<string, object?>? Metadata { get; init; }

    /// <summary>The value's type.</summary>
    public Type? ValueType => Value?.GetType();

    /// <summary>The prompt that the model got, when the function is one.</summary>
    public string? RenderedPrompt { get; internal set; }

    internal object? Value { get; }

    /// <summary>The value.</summary>
    /// <typeparam name="T">Its type; a content can be had as its text or as the provider's own object too.</typeparam>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T? GetValue<T>() => Value switch
    {
        null => default,
        T typed => typed,
        KernelContent content when typeof(T) == typeof(string) => (T)(object)content.ToString()!,
        KernelContent { InnerContent: T inner } => inner,
        _ => throw new InvalidCastException($"Cannot cast {Value.GetType()} to {typeof(T)}"),
    };

    /// <summary>The value as text, empty when there is none.</summary>
    public override string ToString() => TypeConversion.ToText(Value, Culture) ?? string.Empty;
}
