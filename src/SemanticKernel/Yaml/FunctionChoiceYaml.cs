using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A function choice in YAML: <c>type</c> is auto, required or none.</summary>
internal sealed class FunctionChoiceYaml : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(FunctionChoiceBehavior);

    public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var start = parser.Current?.Start ?? Mark.Empty;
        var fields = (Fields?)rootDeserializer(typeof(Fields)) ?? new Fields();
        return fields.Type?.ToLowerInvariant() switch
        {
            "auto" => new AutoFunctionChoiceBehavior { Functions = fields.Functions, Options = fields.Options },
            "required" => new RequiredFunctionChoiceBehavior { Functions = fields.Functions, Options = fields.Options },
            "none" => new NoneFunctionChoiceBehavior { Functions = fields.Functions, Options = fields.Options },
            _ => throw new YamlException(start, start, $"Unknown function choice behavior type '{fields.Type}': auto, required or none."),
        };
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException();

    private sealed class Fields
    {
        public string? Type { get; set; }

        public List<string>? Functions { get; set; }

        public FunctionChoiceBehaviorOptions? Options { get; set; }
    }
}
