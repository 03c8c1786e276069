using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A JSON schema.</summary>
[JsonConverter(typeof(JsonConverter))]
public sealed class KernelJsonSchema
{
    internal KernelJsonSchema(JsonElement root)
    {
        RootElement = root;
    }

    /// <summary>The schema.</summary>
    public JsonElement RootElement { get; }

    /// <summary>Reads a schema.</summary>
    /// <param name="jsonSchema">The schema's JSON.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static KernelJsonSchema Parse(string jsonSchema) => Parse(jsonSchema.AsSpan());

    /// <summary>Reads a schema.</summary>
    /// <param name="jsonSchema">The schema's JSON.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static KernelJsonSchema Parse(ReadOnlySpan<char> jsonSchema) => new(JsonSerializer.Deserialize<JsonElement>(jsonSchema));

    /// <summary>Reads a schema.</summary>
    /// <param name="utf8JsonSchema">The schema's JSON.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static KernelJsonSchema Parse(ReadOnlySpan<byte> utf8JsonSchema) => new(JsonSerializer.Deserialize<JsonElement>(utf8JsonSchema));

    /// <summary>The schema's JSON.</summary>
    public override string ToString() => RootElement.GetRawText();

    /// <summary>Reads and writes a schema as it stands.</summary>
    public sealed class JsonConverter : JsonConverter<KernelJsonSchema>
    {
        /// <inheritdoc/>
        public override KernelJsonSchema? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(JsonElement.ParseValue(ref reader));

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, KernelJsonSchema value, JsonSerializerOptions options) => value.RootElement.WriteTo(writer);
    }
}
