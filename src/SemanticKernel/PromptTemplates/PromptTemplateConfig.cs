using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A prompt: its template, what it takes, and how a model shall answer.</summary>
public sealed class PromptTemplateConfig
{
    private static readonly JsonSerializerOptions Permissive = new()
    {
        AllowTrailingCommas = true,
        PropertyNameCaseInsensitive = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private string? _templateFormat;
    private string _template = string.Empty;
    private string? _description;
    private List<InputVariable>? _inputVariables;
    private Dictionary<string, PromptExecutionSettings>? _executionSettings;

    /// <summary>An empty prompt.</summary>
    public PromptTemplateConfig()
    {
    }

    /// <summary>A prompt.</summary>
    /// <param name="template">Its template.</param>
    public PromptTemplateConfig(string template)
        : this()
    {
        Template = template;
    }

    /// <summary>The name of Semantic Kernel's own template language.</summary>
    public static string SemanticKernelTemplateFormat => "semantic-kernel";

    /// <summary>The function's name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>What the function does, in words for a model.</summary>
    [AllowNull]
    [JsonPropertyName("description")]
    public string Description
    {
        get => _description ?? string.Empty;
        set => _description = value;
    }

    /// <summary>The template's language; Semantic Kernel's own unless said otherwise.</summary>
    [AllowNull]
    [JsonPropertyName("template_format")]
    public string TemplateFormat
    {
        get => _templateFormat ?? SemanticKernelTemplateFormat;
        set => _templateFormat = value;
    }

    /// <summary>The template.</summary>
    [JsonPropertyName("template")]
    public string Template
    {
        get => _template;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _template = value;
        }
    }

    /// <summary>The values that the prompt takes; a template adds those that it uses.</summary>
    [JsonPropertyName("input_variables")]
    public List<InputVariable> InputVariables
    {
        get => _inputVariables ??= [];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _inputVariables = value;
        }
    }

    /// <summary>What the prompt gives.</summary>
    [JsonPropertyName("output_variable")]
    public OutputVariable? OutputVariable { get; set; }

    /// <summary>How a model shall answer, by service; <c>default</c> is for any.</summary>
    [JsonPropertyName("execution_settings")]
    public Dictionary<string, PromptExecutionSettings> ExecutionSettings
    {
        get => _executionSettings ??= new(StringComparer.Ordinal);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (var (key, settings) in value)
            {
                if (settings.ServiceId is { Length: > 0 } id && !string.Equals(id, key, StringComparison.Ordinal))
                {
                    throw new ArgumentException($"Service id '{id}' must match the key '{key}'.", nameof(value));
                }
            }

            _executionSettings = value;
        }
    }

    /// <summary>Whether what functions give is inserted as it is. Text from outside could then forge messages.</summary>
    [JsonPropertyName("allow_dangerously_set_content")]
    public bool AllowDangerouslySetContent { get; set; }

    /// <summary>How a model shall answer where no service is named.</summary>
    public PromptExecutionSettings? DefaultExecutionSettings => _executionSettings?.GetValueOrDefault(PromptExecutionSettings.DefaultServiceId);

    /// <summary>Reads a prompt from JSON.</summary>
    /// <param name="json">The JSON; comments and trailing commas are allowed.</param>
    /// <exception cref="ArgumentException">It is no prompt.</exception>
    public static PromptTemplateConfig FromJson(string json)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(json);
        try
        {
            var config = JsonSerializer.Deserialize<PromptTemplateConfig>(json, Permissive)
                ?? throw new ArgumentException($"Unable to deserialize {nameof(PromptTemplateConfig)} from the specified JSON.", nameof(json));
            foreach (var variable in config.InputVariables)
            {
                // Defaults are inserted as text.
                variable.Default = variable.Default is JsonElement element ? element.ToString() : variable.Default;
            }

            return config;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"Unable to deserialize {nameof(PromptTemplateConfig)} from the specified JSON.", nameof(json), exception);
        }
    }

    /// <summary>Adds settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="serviceId">The service; null for the settings' own, or any.</param>
    /// <exception cref="ArgumentException">There are some for that service, or two services are named.</exception>
    public void AddExecutionSettings(PromptExecutionSettings settings, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!string.IsNullOrWhiteSpace(serviceId) && !string.IsNullOrWhiteSpace(settings.ServiceId))
        {
            throw new ArgumentException($"Service id must not be passed when '{nameof(PromptExecutionSettings)}.{nameof(PromptExecutionSettings.ServiceId)}' is provided in execution settings.", nameof(serviceId));
        }

        var key = serviceId ?? settings.ServiceId ?? PromptExecutionSettings.DefaultServiceId;
        if (!ExecutionSettings.TryAdd(key, settings))
        {
            throw new ArgumentException($"Execution settings for service id '{key}' already exists.", nameof(serviceId));
        }
    }

    internal IReadOnlyList<KernelParameterMetadata> ParametersMetadata() => [.. InputVariables.Select(variable => new KernelParameterMetadata(variable.Name)
    {
        Description = variable.Description,
        DefaultValue = variable.Default,
        IsRequired = variable.IsRequired,
        Schema = string.IsNullOrWhiteSpace(variable.JsonSchema) ? null : KernelJsonSchema.Parse(variable.JsonSchema),
    })];

    internal KernelReturnParameterMetadata? ReturnMetadata() => OutputVariable is null ? null : new KernelReturnParameterMetadata
    {
        Description = OutputVariable.Description,
        Schema = string.IsNullOrWhiteSpace(OutputVariable.JsonSchema) ? null : KernelJsonSchema.Parse(OutputVariable.JsonSchema),
    };
}
