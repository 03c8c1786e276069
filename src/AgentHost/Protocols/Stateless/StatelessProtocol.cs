using AgentHost.Explore;
using AgentHost.Protocols.Shapes;

namespace AgentHost.Protocols.Stateless;

internal static class StatelessProtocol
{
    // The document's route, the route of the service that it describes, and the route that its settings imply
    // (docs/protocols.md).
    private static readonly string[] Routes = ["/api/chat", "/openai/chat", "/api/v1/chat"];

    public static IServiceCollection AddStatelessProtocol(this IServiceCollection services) =>
        services.AddSingleton<StatelessRequestReader>().AddSingleton<StatelessEndpoint>();

    public static void MapStatelessProtocol(this IEndpointRouteBuilder endpoints)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<StatelessEndpoint>();
        foreach (var route in Routes)
        {
            endpoints.MapPost(route, endpoint.HandleAsync).WithMetadata(FastApiShape.Instance).Describe(route == Routes[0] ? StatelessDocs.Chat : StatelessDocs.Alias);
        }
    }
}
