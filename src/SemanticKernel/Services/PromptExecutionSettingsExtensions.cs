using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>Turns settings into those of Microsoft.Extensions.AI.</summary>
public static class PromptExecutionSettingsExtensions
{
    private static readonly Dictionary<string, Func<ChatOptions, object?, bool>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["temperature"] = (options, value) => TryRead<float>(value, out var number) && Done(options.Temperature = number),
        ["top_p"] = (options, value) => TryRead<float>(value, out var number) && Done(options.TopP = number),
        ["top_k"] = (options, value) => TryRead<int>(value, out var number) && Done(options.TopK = number),
        ["seed"] = (options, value) => TryRead<long>(value, out var number) && Done(options.Seed = number),
        ["max_tokens"] = (options, value) => TryRead<int>(value, out var number) && Done(options.MaxOutputTokens = number),
        ["frequency_penalty"] = (options, value) => TryRead<float>(value, out var number) && Done(options.FrequencyPenalty = number),
        ["presence_penalty"] = (options, value) => TryRead<float>(value, out var number) && Done(options.PresencePenalty = number),
        ["stop_sequences"] = (options, value) => TryRead<List<string>>(value, out var texts) && Done(options.StopSequences = texts),
        ["response_format"] = (options, value) => ReadFormat(value) is { } format && Done(options.ResponseFormat = format),
    };

    /// <summary>The settings as Microsoft.Extensions.AI has them; what it has no property for is in its additional properties.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="kernel">The kernel whose functions may be called.</param>
    public static ChatOptions? ToChatOptions(this PromptExecutionSettings? settings, Kernel? kernel)
    {
        if (settings is null)
        {
            return null;
        }

        var options = new ChatOptions { ModelId = settings.ModelId };
        foreach (var (name, value) in AllValues(settings))
        {
            if (!Known.TryGetValue(name, out var set) || !set(options, value))
            {
                (options.AdditionalProperties ??= [])[name] = value;
            }
        }

        AddTools(options, settings.FunctionChoiceBehavior, kernel);
        return options;
    }

    private static void AddTools(ChatOptions options, FunctionChoiceBehavior? behavior, Kernel? kernel)
    {
        var configuration = behavior?.GetConfiguration(new([]) { Kernel = kernel });
        if (configuration?.Functions is not { Count: > 0 } functions)
        {
            return;
        }

        options.Tools = [.. functions.Select(function => function.WithKernel(kernel))];
        options.AllowMultipleToolCalls = configuration.Options.AllowParallelCalls;
        options.ToolMode = configuration.Choice switch
        {
            var choice when choice == FunctionChoice.Required => ChatToolMode.RequireAny,
            var choice when choice == FunctionChoice.None => ChatToolMode.None,
            _ => ChatToolMode.Auto,
        };
    }

    // A provider's own settings class names its properties as its provider's JSON does.
    private static IEnumerable<KeyValuePair<string, object>> AllValues(PromptExecutionSettings settings)
    {
        var own = settings.ExtensionData ?? new Dictionary<string, object>(StringComparer.Ordinal);
        if (settings.GetType() == typeof(PromptExecutionSettings))
        {
            return own;
        }

        var clone = settings.Clone();
        clone.FunctionChoiceBehavior = null;
        return JsonSerializer.SerializeToElement(clone, clone.GetType()).Deserialize<PromptExecutionSettings>()?.ExtensionData?.Where(IsGiven) ?? own;
    }

    private static bool IsGiven(KeyValuePair<string, object> entry) => entry.Value is not (null or JsonElement { ValueKind: JsonValueKind.Null });

    private static bool TryRead<T>(object? value, out T? result)
    {
        result = default;
        try
        {
            result = value switch
            {
                T typed => typed,
                string text when typeof(T).IsPrimitive => (T)Convert.ChangeType(text, typeof(T), CultureInfo.InvariantCulture),
                JsonElement { ValueKind: JsonValueKind.String } element when typeof(T).IsPrimitive => (T)Convert.ChangeType(element.GetString()!, typeof(T), CultureInfo.InvariantCulture),
                JsonElement element => element.Deserialize<T>(),
                IConvertible number when typeof(T).IsPrimitive => (T)Convert.ChangeType(number, typeof(T), CultureInfo.InvariantCulture),
                null => default,
                _ => JsonSerializer.SerializeToElement(value).Deserialize<T>(),
            };
            return result is not null;
        }
        catch (Exception exception) when (exception is FormatException or InvalidCastException or OverflowException or JsonException)
        {
            return false;
        }
    }

    private static ChatResponseFormat? ReadFormat(object? value) => value switch
    {
        ChatResponseFormat format => format,
        "text" => ChatResponseFormat.Text,
        "json_object" => ChatResponseFormat.Json,
        JsonElement { ValueKind: JsonValueKind.String } element => ReadFormat(element.GetString()),
        JsonElement { ValueKind: JsonValueKind.Object } element => ChatResponseFormat.ForJsonSchema(element),
        _ => null,
    };

    private static bool Done<T>(T assigned) => assigned is not null;
}
