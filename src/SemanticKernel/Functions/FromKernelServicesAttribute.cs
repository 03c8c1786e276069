namespace Microsoft.SemanticKernel;

/// <summary>Fills a parameter from the kernel's services; callers don't see it.</summary>
/// <param name="serviceKey">The service's key.</param>
[AttributeUsage(AttributeTargets.Parameter, AllowMultiple = false)]
public sealed class FromKernelServicesAttribute(object? serviceKey) : Attribute
{
    /// <summary>Fills a parameter from the kernel's services without a key.</summary>
    public FromKernelServicesAttribute()
        : this(serviceKey: null)
    {
    }

    /// <summary>The service's key.</summary>
    public object? ServiceKey { get; } = serviceKey;
}
