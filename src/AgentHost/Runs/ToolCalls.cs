using System.Text.Json;
using AgentHost.Plugins;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace AgentHost.Runs;

/// <summary>
/// Carries out the tool calls of one model answer: all at once, results in the order of the calls,
/// every start with its end.
/// </summary>
internal sealed class ToolCalls(ToolInvoker invoker, ToolCatalogue catalogue, IOptions<RunOptions> options)
{
    private readonly int _maxCalls = options.Value.MaxToolCallsPerStep;

    public async Task InvokeAsync(
        RunConversation conversation, string text, IReadOnlyList<FunctionCallContent> calls, Kernel kernel, RunLog log, CancellationToken cancellationToken)
    {
        var answered = calls.Select(call => ToolCallNames.Clean(call, conversation.CallIds)).ToList();
        foreach (var call in answered) log.Append(Start(call));

        var running = answered.Select((call, index) => index < _maxCalls
            ? invoker.InvokeAsync(kernel, call, cancellationToken)
            : Task.FromResult(ToolOutcome.Failure($"only the first {_maxCalls} calls of one answer are carried out."))).ToList();

        var outcomes = new List<ToolOutcome>(running.Count);
        for (var i = 0; i < running.Count; i++)
        {
            // The invoker turns every failure into an outcome, a cancelled run too: no start without its end.
            var outcome = await running[i];
            log.Append(new RunEvent.ToolFinished(answered[i].Id!, answered[i].FunctionName, outcome.Text, outcome.Failed));
            outcomes.Add(outcome);
        }

        conversation.AddToolRound(text, answered, outcomes);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private RunEvent.ToolStarted Start(FunctionCallContent call)
    {
        catalogue.TryFind(call.FunctionName, out var tool);
        var action = tool?.Action(call.Arguments) ?? $"Using tool '{call.FunctionName}'";
        var arguments = call.Arguments is null ? "{}" : JsonSerializer.Serialize<IDictionary<string, object?>>(call.Arguments, ToolJson.Options);
        return new RunEvent.ToolStarted(call.Id!, call.FunctionName, tool?.Description ?? "", action, arguments);
    }
}
