namespace Microsoft.SemanticKernel.Services;

/// <summary>Reads the well-known attributes of an <see cref="IAIService"/>.</summary>
public static class AIServiceExtensions
{
    /// <summary>The key of the model's id.</summary>
    public static string ModelIdKey => "ModelId";

    /// <summary>The key of the endpoint.</summary>
    public static string EndpointKey => "Endpoint";

    /// <summary>The key of the API's version.</summary>
    public static string ApiVersionKey => "ApiVersion";

    /// <summary>The model's id.</summary>
    /// <param name="service">The service.</param>
    public static string? GetModelId(this IAIService service) => GetAttribute(service, ModelIdKey);

    /// <summary>The endpoint.</summary>
    /// <param name="service">The service.</param>
    public static string? GetEndpoint(this IAIService service) => GetAttribute(service, EndpointKey);

    /// <summary>The API's version.</summary>
    /// <param name="service">The service.</param>
    public static string? GetApiVersion(this IAIService service) => GetAttribute(service, ApiVersionKey);

    private static string? GetAttribute(IAIService service, string key)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Attributes?.TryGetValue(key, out var value) == true ? value as string : null;
    }
}
