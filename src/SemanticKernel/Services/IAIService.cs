namespace Microsoft.SemanticKernel.Services;

/// <summary>A service that a model stands behind.</summary>
public interface IAIService
{
    /// <summary>Facts about the service, like its model's id under <see cref="AIServiceExtensions.ModelIdKey"/>.</summary>
    IReadOnlyDictionary<string, object?> Attributes { get; }
}
