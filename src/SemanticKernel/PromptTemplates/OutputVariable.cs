using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>What a prompt gives.</summary>
public sealed class OutputVariable
{
    private string? _description;

    /// <summary>What the answer means.</summary>
    [AllowNull]
    [JsonPropertyName("description")]
    public string Description
    {
        get => _description ?? string.Empty;
        set => _description = value;
    }

    /// <summary>The JSON schema of the answer.</summary>
    [JsonPropertyName("json_schema")]
    public string? JsonSchema { get; set; }
}
