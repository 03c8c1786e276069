using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>Settings in YAML: what has no property of its own goes to the extension data, scalars as text.</summary>
internal sealed class ExecutionSettingsYaml : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(PromptExecutionSettings);

    public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var settings = new PromptExecutionSettings();
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Read(settings, parser.Consume<Scalar>().Value, rootDeserializer);
        }

        return settings;
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException();

    private static void Read(PromptExecutionSettings settings, string name, ObjectDeserializer read)
    {
        switch (name)
        {
            case "model_id":
                settings.ModelId = (string?)read(typeof(string));
                break;
            case "service_id":
                settings.ServiceId = (string?)read(typeof(string));
                break;
            case "function_choice_behavior":
                settings.FunctionChoiceBehavior = (FunctionChoiceBehavior?)read(typeof(FunctionChoiceBehavior));
                break;
            default:
                (settings.ExtensionData ??= new Dictionary<string, object>(StringComparer.Ordinal))[name] = read(typeof(object))!;
                break;
        }
    }
}
