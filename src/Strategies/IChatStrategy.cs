using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Strategies;

/// <summary>A way to reach models: makes the chat completion service of one model.</summary>
public interface IChatStrategy
{
    /// <summary>The name by which a provider's <c>Kind</c> chooses it.</summary>
    string Name { get; }

    /// <summary>
    /// Makes the model's service: safe for use by many requests at once, failing with <see cref="ProviderException"/> only,
    /// and with <see cref="OperationCanceledException"/> when the caller's token asks for it.
    /// </summary>
    /// <exception cref="ArgumentException">The provider's entry lacks something that the strategy needs.</exception>
    IChatCompletionService CreateService(ProviderOptions provider, ModelOptions model);
}
