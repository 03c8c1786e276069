namespace Microsoft.SemanticKernel;

/// <summary>Something that the kernel can't do.</summary>
public class KernelException : Exception
{
    /// <summary>An error without words.</summary>
    public KernelException()
    {
    }

    /// <summary>An error.</summary>
    /// <param name="message">What is wrong.</param>
    public KernelException(string? message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public KernelException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
