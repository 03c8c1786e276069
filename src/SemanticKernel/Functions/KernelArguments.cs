using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>Arguments by name, without regard to case, and how a model shall answer.</summary>
public sealed class KernelArguments : AIFunctionArguments
{
    private IReadOnlyDictionary<string, PromptExecutionSettings>? _executionSettings;

    /// <summary>No arguments.</summary>
    [JsonConstructor]
    public KernelArguments()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    /// <summary>No arguments but settings.</summary>
    /// <param name="executionSettings">The settings.</param>
    public KernelArguments(PromptExecutionSettings? executionSettings)
        : this(executionSettings is null ? null : [executionSettings])
    {
    }

    /// <summary>No arguments but settings.</summary>
    /// <param name="executionSettings">Settings for several services, told apart by <see cref="PromptExecutionSettings.ServiceId"/>.</param>
    /// <exception cref="ArgumentException">Two settings are for the same service.</exception>
    public KernelArguments(IEnumerable<PromptExecutionSettings>? executionSettings)
        : this()
    {
        if (executionSettings is null)
        {
            return;
        }

        var byService = new Dictionary<string, PromptExecutionSettings>(StringComparer.Ordinal);
        foreach (var settings in executionSettings)
        {
            byService.Add(settings.ServiceId ?? PromptExecutionSettings.DefaultServiceId, settings);
        }

        ExecutionSettings = byService;
    }

    /// <summary>A copy of arguments.</summary>
    /// <param name="source">The arguments.</param>
    /// <param name="executionSettings">Settings by service; null takes those of <paramref name="source"/>, if it has some.</param>
    public KernelArguments(IDictionary<string, object?> source, Dictionary<string, PromptExecutionSettings>? executionSettings = null)
        : base(source, StringComparer.OrdinalIgnoreCase)
    {
        ExecutionSettings = executionSettings ?? (source as KernelArguments)?.ExecutionSettings;
    }

    /// <summary>How a model shall answer, by service.</summary>
    public IReadOnlyDictionary<string, PromptExecutionSettings>? ExecutionSettings
    {
        get => _executionSettings;
        set
        {
            foreach (var (service, settings) in value ?? new Dictionary<string, PromptExecutionSettings>(StringComparer.Ordinal))
            {
                if (settings.ServiceId is { Length: > 0 } id && !string.Equals(id, service, StringComparison.Ordinal))
                {
                    throw new ArgumentException($"Service id '{id}' must match the key '{service}'.", nameof(value));
                }
            }

            _executionSettings = value;
        }
    }

    /// <summary>The arguments' names.</summary>
    public ICollection<string> Names => Keys;

    /// <summary>Whether there is an argument.</summary>
    /// <param name="name">Its name.</param>
    public bool ContainsName(string name) => ContainsKey(name);
}
