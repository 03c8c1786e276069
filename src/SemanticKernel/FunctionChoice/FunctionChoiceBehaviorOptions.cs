using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>How functions may be called.</summary>
public sealed class FunctionChoiceBehaviorOptions
{
    /// <summary>Whether the model may ask for several calls in one answer; null leaves it to the provider.</summary>
    [JsonPropertyName("allow_parallel_calls")]
    public bool? AllowParallelCalls { get; set; }

    /// <summary>Whether several calls of one answer are carried out at the same time.</summary>
    [JsonPropertyName("allow_concurrent_invocation")]
    public bool AllowConcurrentInvocation { get; set; }

    /// <summary>Whether the provider shall hold the model to the functions' schemas.</summary>
    [JsonPropertyName("allow_strict_schema_adherence")]
    public bool AllowStrictSchemaAdherence { get; set; }
}
