namespace AgentHost.Diagnostics;

/// <summary>
/// Answers only requests that were meant for this host: a web page can make its own name point to
/// 127.0.0.1 (DNS rebinding), but not send another name than its own. Names of this machine always pass.
/// </summary>
internal sealed class AllowedHosts(RequestDelegate next, IConfiguration configuration)
{
    /// <summary>The setting: names separated by <c>;</c>, <c>*.example.org</c> for all below it, <c>*</c> for any.</summary>
    public const string Key = "AllowedHosts";

    private readonly string[] _names = (configuration[Key] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public Task InvokeAsync(HttpContext context)
    {
        // Only HTTP/1.0 programs send no name; browsers always do.
        var host = context.Request.Host.Host;
        if (host.Length == 0 || LoopbackHosts.Contains(host) || Array.Exists(_names, name => Matches(name, host))) return next(context);

        return TypedResults.Problem(
            $"This server does not answer to the name '{Shorten(host)}'. If that is right, add it to the setting {Key} (names separated by ';', '*' for any).",
            statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
    }

    private static bool Matches(string name, string host) =>
        name == "*"
        || name.Equals(host, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase));

    private static string Shorten(string host) => host.Length <= 100 ? host : host[..100];
}
