using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>How a model shall answer. What has no property of its own is in <see cref="ExtensionData"/>, by its JSON name.</summary>
public class PromptExecutionSettings
{
    private string? _modelId;
    private string? _serviceId;
    private FunctionChoiceBehavior? _functionChoiceBehavior;
    private IDictionary<string, object>? _extensionData;

    /// <summary>The id of settings that hold for any service.</summary>
    public static string DefaultServiceId => "default";

    /// <summary>The service that the settings are for.</summary>
    [JsonPropertyName("service_id")]
    public string? ServiceId
    {
        get => _serviceId;
        set
        {
            ThrowIfFrozen();
            _serviceId = value;
        }
    }

    /// <summary>The model to ask.</summary>
    [JsonPropertyName("model_id")]
    public string? ModelId
    {
        get => _modelId;
        set
        {
            ThrowIfFrozen();
            _modelId = value;
        }
    }

    /// <summary>Which functions the model may call; null for none.</summary>
    [JsonPropertyName("function_choice_behavior")]
    public FunctionChoiceBehavior? FunctionChoiceBehavior
    {
        get => _functionChoiceBehavior;
        set
        {
            ThrowIfFrozen();
            _functionChoiceBehavior = value;
        }
    }

    /// <summary>Further settings by their JSON names, like <c>temperature</c>.</summary>
    [JsonExtensionData]
    public IDictionary<string, object>? ExtensionData
    {
        get => _extensionData;
        set
        {
            ThrowIfFrozen();
            _extensionData = value;
        }
    }

    /// <summary>Whether the settings can't be changed any more.</summary>
    [JsonIgnore]
    public bool IsFrozen { get; private set; }

    /// <summary>Forbids further changes.</summary>
    public virtual void Freeze()
    {
        if (IsFrozen)
        {
            return;
        }

        IsFrozen = true;
        _extensionData = _extensionData is null ? null : new ReadOnlyDictionary<string, object>(_extensionData);
    }

    /// <summary>A copy that can be changed.</summary>
    public virtual PromptExecutionSettings Clone() => new()
    {
        ModelId = ModelId,
        ServiceId = ServiceId,
        FunctionChoiceBehavior = FunctionChoiceBehavior,
        ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData, StringComparer.Ordinal),
    };

    /// <summary>Guards a setter.</summary>
    /// <exception cref="InvalidOperationException">The settings are frozen.</exception>
    protected void ThrowIfFrozen()
    {
        if (IsFrozen)
        {
            throw new InvalidOperationException("PromptExecutionSettings is frozen and cannot be modified.");
        }
    }
}
