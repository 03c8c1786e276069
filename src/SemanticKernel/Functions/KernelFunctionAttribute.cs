namespace Microsoft.SemanticKernel;

/// <summary>Makes a method a function of its type's plugin.</summary>
/// <param name="name">The function's name; null for the method's.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public sealed class KernelFunctionAttribute(string? name) : Attribute
{
    /// <summary>Makes a method a function of the same name.</summary>
    public KernelFunctionAttribute()
        : this(name: null)
    {
    }

    /// <summary>The function's name; null for the method's.</summary>
    public string? Name { get; } = name;
}
