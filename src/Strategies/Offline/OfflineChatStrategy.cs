using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Strategies.Offline;

/// <summary>Answers by rules, without a model, a key or a network, so that every route and tool can be tried on a fresh machine.</summary>
internal sealed class OfflineChatStrategy : IChatStrategy
{
    public string Name => ChatStrategyNames.Offline;

    public IChatCompletionService CreateService(ProviderOptions provider, ModelOptions model) => new OfflineChatService(model);
}
