using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A value that a prompt takes.</summary>
public sealed class InputVariable
{
    private string _name = string.Empty;
    private string? _description;

    /// <summary>A variable without a name.</summary>
    public InputVariable()
    {
    }

    /// <summary>A copy.</summary>
    /// <param name="inputVariable">The original.</param>
    public InputVariable(InputVariable inputVariable)
    {
        ArgumentNullException.ThrowIfNull(inputVariable);
        Name = inputVariable.Name;
        Description = inputVariable.Description;
        Default = inputVariable.Default;
        IsRequired = inputVariable.IsRequired;
        JsonSchema = inputVariable.JsonSchema;
        AllowDangerouslySetContent = inputVariable.AllowDangerouslySetContent;
        Sample = inputVariable.Sample;
    }

    /// <summary>The variable's name.</summary>
    [JsonPropertyName("name")]
    public string Name
    {
        get => _name;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            _name = value;
        }
    }

    /// <summary>What the variable means, in words for a model.</summary>
    [AllowNull]
    [JsonPropertyName("description")]
    public string Description
    {
        get => _description ?? string.Empty;
        set => _description = value;
    }

    /// <summary>What holds where no value is given.</summary>
    [JsonPropertyName("default")]
    public object? Default { get; set; }

    /// <summary>Whether a value must be given; so unless said otherwise.</summary>
    [JsonPropertyName("is_required")]
    public bool IsRequired { get; set; } = true;

    /// <summary>The JSON schema of values.</summary>
    [JsonPropertyName("json_schema")]
    public string? JsonSchema { get; set; }

    /// <summary>Whether values are inserted as they are. Text from outside could then forge messages.</summary>
    [JsonPropertyName("allow_dangerously_set_content")]
    public bool AllowDangerouslySetContent { get; set; }

    /// <summary>An example of a value.</summary>
    [Experimental("SKEXP0110")]
    [JsonPropertyName("sample")]
    public object? Sample { get; set; }
}
