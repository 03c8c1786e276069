using System.Diagnostics.CodeAnalysis;
using Microsoft.SemanticKernel.Services;

namespace Microsoft.SemanticKernel;

/// <summary>Chooses the service that carries out a prompt.</summary>
public interface IAIServiceSelector
{
    /// <summary>Chooses a service.</summary>
    /// <typeparam name="T">The kind of service.</typeparam>
    /// <param name="kernel">The kernel that has the services.</param>
    /// <param name="function">The function to carry out.</param>
    /// <param name="arguments">Its arguments, whose settings come before the function's.</param>
    /// <param name="service">The service.</param>
    /// <param name="serviceSettings">The settings for it.</param>
    bool TrySelectAIService<T>(
        Kernel kernel,
        KernelFunction function,
        KernelArguments arguments,
        [NotNullWhen(true)] out T? service,
        out PromptExecutionSettings? serviceSettings)
        where T : class, IAIService;
}
