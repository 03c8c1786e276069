using AgentHost.Protocols.Shapes;
using AgentHost.Runs;
using AgentHost.Streaming;
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

            await StreamAsync(context, pipeline.Start(request));
        }
    }

    private static Task StreamAsync(HttpContext context, Run run)
    {
        context.Response.Headers[RunHeaders.Run] = run.Token;
        run.Log.TryOpen(0, out var reader);
        return SseWriter.WriteAsync(context, run, reader, RunHeaders.WantsIds(context.Request));
    }
}
