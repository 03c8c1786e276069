using System.Globalization;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace AgentHost.SemanticKernel.Tests.Functions;

public class FunctionSchemaTests
{
    private static readonly JsonElement Expected = Vector.Json("functions", "kernel_function_metadata.json");
    private static readonly JsonElement Tools = Vector.Json("functions", "openai_tools_wire.json").GetProperty("tools");
    private static readonly KernelPlugin Plugin = KernelPluginFactory.CreateFromObject(new SchemaPlugin(), "Schema");

    public static TheoryData<string> Names() => [.. Expected.EnumerateArray().Select(function => function.GetProperty("name").GetString()!)];

    [Fact]
    public void Every_function_of_the_vectors_is_tested() =>
        Assert.Equal(Names().Select(row => row.Data).Order(StringComparer.Ordinal), Plugin.Select(function => function.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_is_described_as_in_the_vector(string name)
    {
        var expected = Expected.EnumerateArray().Single(function => function.GetProperty("name").ValueEquals(name));
        var metadata = Plugin[name].Metadata;
        var actual = new
        {
            name = metadata.Name,
            plugin = metadata.PluginName,
            description = metadata.Description,
            parameters = metadata.Parameters.Select(Describe),
            @return = new { description = metadata.ReturnParameter.Description, type = Name(metadata.ReturnParameter.ParameterType), schema = metadata.ReturnParameter.Schema },
            aiFunction = new { Plugin.AsAIFunctions().Single(function => function.Name == "Schema_" + name).Name, Plugin[name].JsonSchema, Plugin[name].ReturnJsonSchema },
        };
        Assert.Equal(Compact(expected), Compact(JsonSerializer.SerializeToElement(actual)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_gives_what_the_wire_needs(string name)
    {
        var tool = Tools.EnumerateArray().Select(tool => tool.GetProperty("function")).Single(function => function.GetProperty("name").ValueEquals("Schema-" + name));
        var metadata = Plugin[name].Metadata;
        var actual = new
        {
            description = metadata.Description,
            name = metadata.PluginName + "-" + metadata.Name,
            parameters = new
            {
                type = "object",
                required = metadata.Parameters.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name),
                properties = metadata.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Schema, StringComparer.Ordinal),
            },
            strict = false,
        };
        Assert.Equal(Compact(tool), Compact(JsonSerializer.SerializeToElement(actual)));
    }

    private static object Describe(KernelParameterMetadata parameter) => new
    {
        name = parameter.Name,
        description = parameter.Description,
        defaultValue = Convert.ToString(parameter.DefaultValue, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null,
        isRequired = parameter.IsRequired,
        parameterType = Name(parameter.ParameterType),
        schema = parameter.Schema,
    };

    private static string? Name(Type? type) => type?.ToString().Replace(typeof(SchemaPlugin).Namespace + ".", "", StringComparison.Ordinal);

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);
}
