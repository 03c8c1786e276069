using Microsoft.AspNetCore.Mvc;

namespace AgentHost.Protocols.Shapes;

/// <summary>Problem details (RFC 9457): the shape of the host's own routes.</summary>
internal sealed class ProblemShape : ErrorShape
{
    private ProblemShape()
    {
    }

    public static ProblemShape Instance { get; } = new();

    public override Task WriteAsync(HttpContext context, int status, string message) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Detail = message }).ExecuteAsync(context);
}
