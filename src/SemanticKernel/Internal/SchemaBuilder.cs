using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel.Internal;

/// <summary>JSON schemas of parameters and results.</summary>
internal static class SchemaBuilder
{
    /// <summary>Enums as text; used where a function is made without options of its own.</summary>
    public static readonly JsonSerializerOptions DefaultOptions = MakeDefaultOptions();

    private static readonly JsonElement Text = JsonSerializer.SerializeToElement(new { type = "string" });

    private static readonly AIJsonSchemaCreateOptions CreateOptions = new() { TransformOptions = new() { ConvertBooleanSchemas = true } };

    // One reference, so that a schema can be kept without a lock also where there is none.
    private static readonly KernelJsonSchema None = new(default);

    public static KernelJsonSchema? NullIfNone(KernelJsonSchema schema) => schema == None ? null : schema;

    /// <summary>The schema of a type; see <see cref="NullIfNone"/>.</summary>
    public static KernelJsonSchema Build(Type? type, string? description, object? defaultValue, JsonSerializerOptions? options)
    {
        if (type is null || type == typeof(void) || type.IsByRef || type.IsPointer || type.IsByRefLike || type.ContainsGenericParameters)
        {
            return None;
        }

        try
        {
            var schema = AIJsonUtilities.CreateJsonSchema(type, WithDefault(description, defaultValue), serializerOptions: options ?? DefaultOptions, inferenceOptions: CreateOptions);
            return new KernelJsonSchema(schema);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return None;
        }
    }

    /// <summary>The schema of a function's parameters, as Microsoft.Extensions.AI sees the function.</summary>
    public static JsonElement BuildFunction(KernelFunctionMetadata metadata)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var parameter in metadata.Parameters)
        {
            properties[parameter.Name] = parameter.Schema?.RootElement ?? Text;
        }

        // "condition" is what Semantic Kernel calls the description here.
        var schema = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["type"] = "object",
            ["condition"] = metadata.Description,
            ["properties"] = properties,
        };
        var required = metadata.Parameters.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = required;
        }

        return JsonSerializer.SerializeToElement(schema);
    }

    private static string? WithDefault(string? description, object? defaultValue)
    {
        var value = TypeConversion.ToText(defaultValue, culture: null);
        if (string.IsNullOrWhiteSpace(value))
        {
            return string.IsNullOrEmpty(description) ? null : description;
        }

        var note = $"(default value: {value})";
        return string.IsNullOrWhiteSpace(description) ? note : description + " " + note;
    }

    private static JsonSerializerOptions MakeDefaultOptions()
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new JsonStringEnumConverter() },
        };
        options.MakeReadOnly();
        return options;
    }
}
