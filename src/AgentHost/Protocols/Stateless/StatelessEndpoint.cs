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
        if (await StartAsync(context, withIds) is var (run, reader)) await StreamAsync(context, run, reader, withIds);
    }

    /// <summary>Starts the run that the body asks for, or answers with its mistakes and gives null.</summary>
    private async Task<(Run Run, RunLog.Reader Reader)?> StartAsync(HttpContext context, bool withIds)
    {
        var (body, error) = await JsonBody.ReadAsync(context, options.Value);
        using (body)
        {
            IReadOnlyList<ValidationError> errors = error is null ? [] : [error];
            var request = body is null ? null : requests.Read(body.RootElement, out errors);
            if (request is null)
            {
                await FastApiShape.WriteAsync(context, errors);
                return null;
            }

            // Only a client with ids can come back; after any other, going on would cost tokens for nobody.
            var grace = withIds ? options.Value.ReconnectGrace : TimeSpan.Zero;
            return (pipeline.Start(request with { AbandonAfter = grace }, out var reader), reader);
        }
    }

    private static Task StreamAsync(HttpContext context, Run run, RunLog.Reader reader, bool withIds)
    {
        context.Response.Headers[RunHeaders.Run] = run.Token;
        return SseWriter.WriteAsync(context, run, reader, withIds);
    }
}
