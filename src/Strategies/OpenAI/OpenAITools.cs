using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentHost.Strategies.Tools;
using Microsoft.SemanticKernel;
using OpenAI.Chat;

namespace AgentHost.Strategies.OpenAI;

/// <summary>Functions as OpenAI's tools. Each is described once in its life: a request does no schema work.</summary>
internal static class OpenAITools
{
    private static readonly ConditionalWeakTable<KernelFunction, Described> Cache = [];

    public static void AddTo(ChatCompletionOptions options, OfferedTools tools)
    {
        if (tools.Functions.Count == 0)
        {
            return;
        }

        foreach (var function in tools.Functions)
        {
            var described = Cache.GetValue(function, static function => new Described(function));
            options.Tools.Add(tools.Names.IsAmbiguous(function.Name) ? described.Qualified : described.Short);
        }

        options.ToolChoice = Choice(tools.Choice);
        if (tools.AllowParallelCalls is { } parallel)
        {
            options.AllowParallelToolCalls = parallel;
        }
    }

    private static ChatToolChoice Choice(FunctionChoice choice) =>
        choice == FunctionChoice.Required ? ChatToolChoice.CreateRequiredChoice()
        : choice == FunctionChoice.None ? ChatToolChoice.CreateNoneChoice()
        : ChatToolChoice.CreateAutoChoice();

    private static BinaryData Schema(KernelFunction function)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteSchema(writer, function.Metadata.Parameters);
        }

        return BinaryData.FromBytes(buffer.ToArray());
    }

    private static void WriteSchema(Utf8JsonWriter writer, IReadOnlyList<KernelParameterMetadata> parameters)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "object"u8);
        writer.WriteStartArray("required"u8);
        foreach (var parameter in parameters.Where(parameter => parameter.IsRequired))
        {
            writer.WriteStringValue(parameter.Name);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("properties"u8);
        foreach (var parameter in parameters)
        {
            writer.WritePropertyName(parameter.Name);
            WriteParameter(writer, parameter);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter writer, KernelParameterMetadata parameter)
    {
        if (parameter.Schema is { } schema)
        {
            schema.RootElement.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "string"u8);
        writer.WriteString("description"u8, parameter.Description);
        writer.WriteEndObject();
    }

    private sealed class Described(KernelFunction function)
    {
        private readonly Lazy<BinaryData> _schema = new(() => Schema(function));
        private ChatTool? _short;
        private ChatTool? _qualified;

        public ChatTool Short => _short ??= Create(function.Name);

        public ChatTool Qualified => _qualified ??= Create(ToolNames.Qualify(function.PluginName, function.Name));

        private ChatTool Create(string name) => ChatTool.CreateFunctionTool(name, function.Description, _schema.Value);
    }
}
