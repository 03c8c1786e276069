using System.Net;

namespace Microsoft.SemanticKernel;

/// <summary>A provider answered with an error.</summary>
public class HttpOperationException : Exception
{
    /// <summary>An error without words.</summary>
    public HttpOperationException()
    {
    }

    /// <summary>An error.</summary>
    /// <param name="message">What is wrong.</param>
    public HttpOperationException(string? message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public HttpOperationException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the provider's answer.</summary>
    /// <param name="statusCode">The answer's status.</param>
    /// <param name="responseContent">The answer's body.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public HttpOperationException(HttpStatusCode? statusCode, string? responseContent, string? message, Exception? innerException)
        : base(message, innerException)
    {
        StatusCode = statusCode;
        ResponseContent = responseContent;
    }

    /// <summary>The answer's status.</summary>
    public HttpStatusCode? StatusCode { get; set; }

    /// <summary>The answer's body.</summary>
    public string? ResponseContent { get; set; }
}
