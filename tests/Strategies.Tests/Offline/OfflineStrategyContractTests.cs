using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Strategies.Tests.Offline;

public sealed class OfflineStrategyContractTests : ChatStrategyContract
{
    protected override Task<StrategyCase> TextCaseAsync(bool stream) => Task.FromResult(Case("Hello there."));

    protected override Task<StrategyCase> CallCaseAsync(bool stream) => Task.FromResult(Case("What is 6*7?"));

    private static StrategyCase Case(string text)
    {
        var services = new TestServices();
        var provider = new ProviderOptions { Name = "Offline", Kind = ChatStrategyNames.Offline };
        var model = new ModelOptions { Id = "offline", Provider = "Offline", UpstreamName = "offline" };
        return new StrategyCase(services.Strategies.CreateService(provider, model), new ChatHistory(text, AuthorRole.User), "offline", services);
    }
}
