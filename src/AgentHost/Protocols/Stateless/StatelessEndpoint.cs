using AgentHost.Protocols.Shapes;
using AgentHost.Runs;
using AgentHost.Streaming;
using Microsoft.Extensions.Options;

namespace AgentHost.Protocols.Stateless;

/// <summary>
/// The stateless chat: one request is one answer, and the conversation travels with the client
/// (PROTOCOLS.md, section 4 and decisions 19 to 21).
/// </summary>
internal sealed class StatelessEndpoint(StatelessRequestReader requests, RunPipeline pipeline, IOptions<RunOptions> options)
{
    public async Task HandleAsync(HttpContext context)
    {
        var (body, error) = await JsonBody.ReadAsync(context, options.Value);
        using (body)
        {
            if (body is null)
            {
                await FastApiShape.WriteAsync(context, [error!]);
                return;
            }

            var request = requests.Read(body.RootElement, out var errors);
            if (request is null)
            {
                await FastApiShape.WriteAsync(context, errors);
                return;
            }

            // Only a client with ids can come back; after any other, going on would cost tokens for nobody.
            var withIds = RunHeaders.WantsIds(context.Request);
            var run = pipeline.Start(request with { AbandonAfter = withIds ? options.Value.ReconnectGrace : TimeSpan.Zero });
            await StreamAsync(context, run, withIds);
        }
    }

    private static Task StreamAsync(HttpContext context, Run run, bool withIds)
    {
        context.Response.Headers[RunHeaders.Run] = run.Token;
        run.Log.TryOpen(0, out var reader);
        return SseWriter.WriteAsync(context, run, reader, withIds);
    }
}
