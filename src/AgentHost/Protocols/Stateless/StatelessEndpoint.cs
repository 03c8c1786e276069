using AgentHost.Context;
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
        // A method of its own, so that megabytes of body do not live as long as the answer.
        if (await ReadAsync(context) is var (run, reader)) await StreamAsync(context, run, reader);
    }

    /// <summary>Starts the run that the body asks for, or answers with its mistakes and gives null.</summary>
    private async Task<(Run Run, RunLog.Reader Reader)?> ReadAsync(HttpContext context)
    {
        var (body, error) = await JsonBody.ReadAsync(context, options.Value);
        using (body)
        {
            IReadOnlyList<ContextError> errors = error is null ? [] : [error];
            var request = body is null ? null : requests.Read(body.RootElement, out errors);
            if (request is not null) return (pipeline.Start(request, out var reader), reader);
            await FastApiShape.WriteAsync(context, errors);
            return null;
        }
    }

    private static Task StreamAsync(HttpContext context, Run run, RunLog.Reader reader)
    {
        context.Response.Headers[RunHeaders.Run] = run.Token;
        return SseWriter.WriteAsync(context, run, reader, RunHeaders.WantsIds(context.Request));
    }
}
