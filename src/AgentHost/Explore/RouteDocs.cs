using System.Reflection;

namespace AgentHost.Explore;

internal static class RouteDocs
{
    /// <summary>Lists a route in the OpenAPI document, with this description.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder builder, RouteDoc doc)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            endpoint.Metadata.Add(doc);

            // The framework lists only endpoints that name a method; those mapped with a plain RequestDelegate don't.
            if (!endpoint.Metadata.OfType<MethodInfo>().Any()) endpoint.Metadata.Add(endpoint.RequestDelegate!.Method);
        });
        return builder;
    }
}
