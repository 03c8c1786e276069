using AgentHost.Protocols.Shapes;
using AgentHost.Runs;
using AgentHost.Streaming;
using AgentHost.Validation;
using Microsoft.Extensions.Options;

namespace AgentHost.Protocols.Stateless;

/// <summary>
/// The stateless chat: one request is one answer, and the conversation travels with the client
/// (docs/protocols.md).
/// </summary>
internal sealed class StatelessEndpoint(StatelessRequestReader requests, RunPipeline pipeline, IOptions<RunOptions> options)
{
    public async Task HandleAsync(HttpContext context)
    {
        var withIds = RunHeaders.WantsIds(context.Request);

        // A method of its own, so that megabytes of body do not live as long as the answer.
        if (await StartAsync(context, withIds) is { } run) await StreamAsync(context, run, withIds);
    }

    /// <summary>Starts the run that the body asks for, or answers with its mistakes and gives null.</summary>
    private async Task<Run?> StartAsync(HttpContext context, bool withIds)
    {
        var (body, error) = await JsonBody.ReadAsync(context, options.Value);
        using (body)
        {
            IReadOnlyList<ValidationError> errors = error is null ? [] : [error];
            var request = body is null ? null : requests.Read(body.RootElement, out errors);

            // Only a client with ids can come back; after any other, going on would cost tokens for nobody.
            if (request is not null) return pipeline.Start(request with { AbandonAfter = withIds ? options.Value.ReconnectGrace : TimeSpan.Zero });
            await FastApiShape.WriteAsync(context, errors);
            return null;
        }
    }

    private static Task StreamAsync(HttpContext context, Run run, bool withIds)
    {
        context.Response.Headers[RunHeaders.Run] = run.Token;
        run.Log.TryOpen(0, out var reader);
        return SseWriter.WriteAsync(context, run, reader, withIds);
    }
}
