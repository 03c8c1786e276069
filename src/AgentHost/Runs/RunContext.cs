using AgentHost.Context;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Runs;

/// <summary>Makes the context that goes back to the client: the whole conversation, its summary where one is due, the seal.</summary>
internal sealed class RunContext(ContextSummariser summariser, ContextWriter writer)
{
    /// <summary>The context as UTF-8 JSON. A run that is being stopped gets it without a new summary.</summary>
    public async Task<ReadOnlyMemory<byte>> WriteAsync(ChatHistory history, RunRequest request, CancellationToken cancellationToken)
    {
        var context = request.Context with { History = history };
        if (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                context = await summariser.SummariseAsync(
                    context, request.Model.Service, settings: null, request.Model.ContextWindow, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Stopped meanwhile: the old summary still holds.
            }
        }

        return writer.ToUtf8Json(context, request.Holder);
    }
}
