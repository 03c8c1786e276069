using AgentHost.Plugins;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace AgentHost.Runs;

/// <summary>What a tool call came to.</summary>
internal readonly record struct ToolOutcome(string Text, bool Failed)
{
    public static ToolOutcome Failure(string why) => new("Error: " + why, true);
}

/// <summary>Carries out one tool call, within limits. Whatever the tool does, this returns an outcome.</summary>
internal sealed partial class ToolInvoker(IOptions<RunOptions> options, TimeProvider time, ILogger<ToolInvoker> logger)
{
    private readonly RunOptions _options = options.Value;

    public async Task<ToolOutcome> InvokeAsync(Kernel kernel, FunctionCallContent call, Run run)
    {
        if (Refuse(kernel, call) is { } refusal) return ToolOutcome.Failure(refusal);

        using var limit = new CancellationTokenSource(_options.ToolTimeLimit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, run.Cancellation);
        try
        {
            // On a thread of the pool, and waited for with the limit: a tool may block or ignore its token.
            var token = linked.Token;
            var result = await Task.Run(() => call.InvokeAsync(kernel, token), token).WaitAsync(token);
            return new ToolOutcome(ToolResultText.Of(result.Result, _options.MaxToolResultCharacters), result.Result is IToolResult { Error: not null });
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            return ToolOutcome.Failure("the run was stopped before the tool had finished.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogTimeLimit(run.Id, call.FunctionName, _options.ToolTimeLimit.TotalSeconds);
            return ToolOutcome.Failure($"the tool did not finish within {_options.ToolTimeLimit.TotalSeconds:0.###} seconds.");
        }
#pragma warning disable CA1031 // The boundary around tools: any exception is the call's outcome, the run goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailure(exception, run.Id, call.FunctionName);
            return ToolOutcome.Failure("the tool failed. Its arguments may be wrong, or it cannot do this now.");
        }
    }

    /// <summary>Why this call cannot be made at all, in words for the model; null when it can.</summary>
    private static string? Refuse(Kernel kernel, FunctionCallContent call)
    {
        if (string.IsNullOrWhiteSpace(call.FunctionName) || !kernel.Plugins.TryGetFunction(call.PluginName, call.FunctionName, out var function))
        {
            var names = string.Join(", ", kernel.Plugins.SelectMany(plugin => plugin).Select(known => known.Name).Order(StringComparer.Ordinal));
            return $"there is no tool '{call.FunctionName}' here. The tools are: {names}.";
        }

        if (call.Exception is not null) return "the arguments were not valid JSON. Call the tool again with one JSON object.";

        var missing = function.Metadata.Parameters
            .Where(parameter => parameter.IsRequired && call.Arguments?.ContainsName(parameter.Name) != true)
            .Select(parameter => $"'{parameter.Name}'").ToList();
        return missing.Count == 0 ? null : $"missing arguments: {string.Join(", ", missing)}.";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: tool {Tool} did not finish within {Seconds} s")]
    private partial void LogTimeLimit(string run, string tool, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: tool {Tool} threw")]
    private partial void LogFailure(Exception exception, string run, string tool);
}
