using System.Globalization;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.PromptTemplates.Handlebars;

namespace AgentHost.SemanticKernel.Tests.PromptTemplates;

/// <summary>One case of Vectors/prompt-templates/cases.json.</summary>
internal sealed class TemplateCase(JsonElement json)
{
    public string Id => Text("id")!;

    public string Mode => Text("mode")!;

    public JsonElement Json => json;

    public string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public Kernel NewKernel() => new(plugins: [KernelPluginFactory.CreateFromObject(new TemplatePlugin(), "tpl")])
    {
        Culture = CultureInfo.GetCultureInfo(Text("culture") ?? ""),
    };

    public KernelArguments Arguments()
    {
        var arguments = new KernelArguments();
        foreach (var property in Properties("arguments"))
        {
            arguments[property.Name] = Value(property.Value);
        }

        return arguments;
    }

    public PromptTemplateConfig Config()
    {
        var config = new PromptTemplateConfig(Text("template")!)
        {
            TemplateFormat = Text("format"),
            AllowDangerouslySetContent = Flag("configAllowDangerouslySetContent"),
        };
        config.InputVariables.AddRange(Properties("inputVariableDefaults").Select(property => new InputVariable { Name = property.Name, Default = property.Value.GetString() }));
        config.InputVariables.AddRange(Names("inputVariablesRequired").Select(name => new InputVariable { Name = name, IsRequired = true }));
        config.InputVariables.AddRange(Names("inputVariablesAllowDangerouslySetContent").Select(name => new InputVariable { Name = name, AllowDangerouslySetContent = true }));
        return config;
    }

    public IPromptTemplateFactory Factory() => new AggregatorPromptTemplateFactory(
        new KernelPromptTemplateFactory { AllowDangerouslySetContent = Flag("factoryAllowDangerouslySetContent") },
        new HandlebarsPromptTemplateFactory { AllowDangerouslySetContent = Flag("factoryAllowDangerouslySetContent") });

    private static object? Value(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return value.GetString();
        }

        var text = value.GetProperty("value").GetString()!;
        return value.GetProperty("clr").GetString() switch
        {
            "Int32" => int.Parse(text, CultureInfo.InvariantCulture),
            "Double" => double.Parse(text, CultureInfo.InvariantCulture),
            "Boolean" => bool.Parse(text),
            "DateTime" => DateTime.Parse(text, CultureInfo.InvariantCulture),
            "List<string>" => text.Split('|').ToList(),
            "String[]" => text.Split('|'),
            "Uri" => new Uri(text),
            var other => throw new NotSupportedException(other),
        };
    }

    private bool Flag(string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    private JsonElement.ObjectEnumerator Properties(string name) => json.TryGetProperty(name, out var value) ? value.EnumerateObject() : default;

    private IEnumerable<string> Names(string name) => json.TryGetProperty(name, out var value) ? value.EnumerateArray().Select(item => item.GetString()!) : [];
}
