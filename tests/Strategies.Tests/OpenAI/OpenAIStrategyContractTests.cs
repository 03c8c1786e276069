using AgentHost.Testing.Upstream;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Strategies.Tests.OpenAI;

public sealed class OpenAIStrategyContractTests : ChatStrategyContract
{
    protected override Task<StrategyCase> TextCaseAsync(bool stream) =>
        CaseAsync(stream ? OpenAIFrames.TextAnswer("One ", "two ", "three.") : OpenAIFrames.Whole("One two three."));

    protected override Task<StrategyCase> CallCaseAsync(bool stream) =>
        CaseAsync(stream
            ? OpenAIFrames.ToolAnswer("call_1", "calculate", """{"expression":"6*7"}""")
            : OpenAIFrames.Whole(text: null, "tool_calls", ("call_1", "calculate", """{"expression":"6*7"}""")));

    private static async Task<StrategyCase> CaseAsync(Answer answer)
    {
        var upstream = await FakeUpstream.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var services = new TestServices();
        upstream.Otherwise(answer);
        return new StrategyCase(services.OpenAI(upstream), new ChatHistory("What is 6*7?", AuthorRole.User), "fake-model", services, upstream);
    }
}
