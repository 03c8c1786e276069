using AgentHost.Strategies;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using FunctionCallContent = Microsoft.SemanticKernel.FunctionCallContent;

namespace AgentHost.Runs;

/// <summary>
/// Model, tool calls, tools, model, until the model has answered: the one loop, for every provider
/// and every protocol.
/// </summary>
internal sealed class AgentLoop(ToolCalls toolCalls, IOptions<RunOptions> options)
{
    private static readonly FunctionChoiceBehavior FreeToCall = FunctionChoiceBehavior.Auto(autoInvoke: false);
    private static readonly FunctionChoiceBehavior AnswerNow = FunctionChoiceBehavior.None();

    private readonly RunOptions _options = options.Value;

    /// <summary>Runs to the model's last answer.</summary>
    /// <param name="conversation">Grows by what is said, also when this fails or is cancelled in the middle.</param>
    /// <param name="kernel">The model and the tools.</param>
    /// <param name="parameters">Sampling parameters, or null.</param>
    /// <param name="run">Gets the events; its cancellation ends the loop.</param>
    /// <returns>The last answer's finish reason.</returns>
    /// <exception cref="RunLimitException">The run went over a limit.</exception>
    /// <exception cref="ProviderException">The provider failed.</exception>
    public async Task<string> RunAsync(
        RunConversation conversation, Kernel kernel, IDictionary<string, object>? parameters, Run run)
    {
        var service = kernel.GetRequiredService<IChatCompletionService>();
        var hasTools = kernel.Plugins.Count > 0;
        var budget = new OutputBudget(_options.MaxOutputCharacters);
        UsageDetails? total = null;
        for (var step = 1; ; step++)
        {
            var mayCall = hasTools && step < _options.MaxSteps && !IsSpent(total);
            var settings = new PromptExecutionSettings { ExtensionData = parameters };
            if (hasTools) settings.FunctionChoiceBehavior = mayCall ? FreeToCall : AnswerNow;

            var answer = new ModelAnswer(budget, run.Log);
            try
            {
                await foreach (var chunk in service.GetStreamingChatMessageContentsAsync(conversation.Prompt, settings, kernel, run.Cancellation))
                    answer.Add(chunk);
            }
            catch
            {
                conversation.AddAnswer(answer.Text);
                throw;
            }

            if (answer.Usage is { } usage)
            {
                (total ??= new UsageDetails()).Add(usage);
                run.Log.Append(new RunEvent.Usage(Snapshot(total)));
            }

            var calls = mayCall ? answer.GetCalls() : [];
            if (calls.Count == 0)
            {
                conversation.AddAnswer(answer.Text);
                return mayCall || !answer.HasCalls ? answer.FinishReason : throw new RunLimitException(RunLimit.Steps, step);
            }

            await toolCalls.InvokeAsync(conversation, answer.Text, calls, kernel, run);
        }
    }

    private bool IsSpent(UsageDetails? total) => _options.MaxTokens > 0 && (total?.TotalTokenCount ?? 0) >= _options.MaxTokens;

    // The event outlives this loop's counting.
    private static UsageDetails Snapshot(UsageDetails usage)
    {
        var copy = new UsageDetails();
        copy.Add(usage);
        return copy;
    }
}
