using System.IO.Compression;
using System.Text;
using Microsoft.Net.Http.Headers;
using Swashbuckle.AspNetCore.ReDoc;

namespace AgentHost.Explore;

/// <summary>
/// Swagger UI and ReDoc, each at the addresses that the replaced services had. All that
/// they load comes from this host; their policy makes the browser hold them to it.
/// </summary>
internal static class ExplorePages
{
    public const string Document = "/openapi.json";

    // Both pages put styles into the page as they draw; their scripts are files.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] SwaggerUi = ["docs", "api/docs"];
    private static readonly string[] ReDoc = ["/redoc", "/api/redoc"];

    private static readonly Lazy<byte[]> ReDocScript = new(ReadReDoc);

    /// <summary>Serves Swagger UI, and puts the policy on every page.</summary>
    public static void UseExplorePages(this IApplicationBuilder application)
    {
        application.UseWhen(
            context => IsPage(context.Request.Path),
            pages => pages.Use((context, next) =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return next(context);
            }));

        foreach (var page in SwaggerUi)
        {
            application.UseSwaggerUI(options =>
            {
                options.RoutePrefix = page;
                options.DocumentTitle = "AgentHost - Swagger UI";
                options.SwaggerEndpoint(string.Concat(Enumerable.Repeat("../", page.Split('/').Length)) + Document[1..], "AgentHost");
                options.EnableTryItOutByDefault();
                options.DisplayRequestDuration();
                options.DefaultModelsExpandDepth(0);
                options.EnableDeepLinking();
            });
        }
    }

    /// <summary>Maps ReDoc: a page of our own, since the package's links a font from outside.</summary>
    public static void MapReDoc(this IEndpointRouteBuilder endpoints)
    {
        foreach (var page in ReDoc) endpoints.MapGet(page, WritePageAsync).ExcludeFromDescription();
        endpoints.MapGet("/redoc/start.js", context => WriteScriptAsync(context, Encoding.UTF8.GetBytes(
            $"import {{ init }} from './redoc.js';\ninit('{context.Request.PathBase}{Document}', {{}}, document.getElementById('redoc'));\n")))
            .ExcludeFromDescription();
        endpoints.MapGet("/redoc/redoc.js", context => WriteScriptAsync(context, ReDocScript.Value)).ExcludeFromDescription();
    }

    private static bool IsPage(PathString path) =>
        SwaggerUi.Select(page => "/" + page).Concat(ReDoc).Any(page => path.StartsWithSegments(page, StringComparison.OrdinalIgnoreCase));

    private static Task WritePageAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>AgentHost - ReDoc</title>
              <link rel="icon" href="data:,">
              <style>body {"{ margin: 0; }"}</style>
            </head>
            <body>
              <div id="redoc"></div>
              <script type="module" src="{context.Request.PathBase}/redoc/start.js"></script>
            </body>
            </html>

            """,
            context.RequestAborted);
    }

    private static Task WriteScriptAsync(HttpContext context, byte[] script)
    {
        context.Response.ContentType = "text/javascript; charset=utf-8";
        context.Response.Headers[HeaderNames.CacheControl] = "no-cache";
        return context.Response.Body.WriteAsync(script, 0, script.Length, context.RequestAborted);
    }

    /// <summary>The package's script, without the picture that it would fetch from its maker's server.</summary>
    private static byte[] ReadReDoc()
    {
        const string Name = "Swashbuckle.AspNetCore.ReDoc.node_modules.redoc.bundles.redoc.standalone.js";
        using var stream = typeof(ReDocOptions).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The package has no {Name}.");
        using var script = new StreamReader(new GZipStream(stream, CompressionMode.Decompress), Encoding.UTF8);
        return Encoding.UTF8.GetBytes(script.ReadToEnd()
            .Replace("https://cdn.redoc.ly/redoc/logo-mini-full.svg", "data:,", StringComparison.Ordinal)
            .Replace("https://cdn.redoc.ly/redoc/logo-mini.svg", "data:,", StringComparison.Ordinal));
    }
}
