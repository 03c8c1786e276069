using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.PromptTemplates.Handlebars;
using YamlDotNet.Core;

namespace AgentHost.SemanticKernel.Tests.PromptTemplates;

public class PromptYamlTests
{
    private const string Story =
        """
        name: Story
        description: Tells a story
        template_format: semantic-kernel
        template: |
          <message role="system">Be brief.</message>
          <message role="user">A story about {{$topic}}, {{$length}} words</message>
        input_variables:
          - name: topic
            description: What it is about
            is_required: true
          - name: length
            description: How long it is
            default: 10
            is_required: false
            json_schema: '{"type":"integer"}'
        output_variable:
          description: The story
        execution_settings:
          default:
            temperature: 0.5
            stop_sequences: [END, STOP]
          big:
            model_id: gpt-big
            function_choice_behavior:
              type: auto
              functions: [tpl.Hello]
              options:
                allow_parallel_calls: false
        """;

    [Fact]
    public void A_prompt_is_read_whole()
    {
        var config = KernelFunctionYaml.ToPromptTemplateConfig(Story);
        Assert.Equal("Story", config.Name);
        Assert.Equal("Tells a story", config.Description);
        Assert.Equal("semantic-kernel", config.TemplateFormat);
        Assert.Equal("The story", config.OutputVariable!.Description);
        Assert.Equal("10", config.InputVariables.Single(variable => variable.Name == "length").Default);
        Assert.Equal("0.5", config.DefaultExecutionSettings!.ExtensionData!["temperature"]);
        Assert.Equal("gpt-big", config.ExecutionSettings["big"].ModelId);
        var behavior = Assert.IsType<AutoFunctionChoiceBehavior>(config.ExecutionSettings["big"].FunctionChoiceBehavior);
        Assert.Equal("tpl.Hello", Assert.Single(behavior.Functions!));
        Assert.False(behavior.Options!.AllowParallelCalls);
    }

    [Fact]
    public void A_function_has_the_prompts_parameters()
    {
        var function = KernelFunctionYaml.FromPromptYaml(Story);
        var length = function.Metadata.Parameters.Single(parameter => parameter.Name == "length");
        Assert.Equal("topic,length", string.Join(',', function.Metadata.Parameters.Select(parameter => parameter.Name)));
        Assert.False(length.IsRequired);
        Assert.Equal("""{"type":"integer"}""", length.Schema!.ToString());
        Assert.Equal("How long it is", length.Description);
    }

    [Fact]
    public async Task Defaults_and_settings_reach_the_model()
    {
        var service = new RecordingChatService("Once.");
        await using var services = new ServiceCollection().AddSingleton<IChatCompletionService>(service).BuildServiceProvider();
        var result = await KernelFunctionYaml.FromPromptYaml(Story).InvokeAsync(new Kernel(services), new() { ["topic"] = "<ants>" }, TestContext.Current.CancellationToken);
        Assert.Equal("Once.", result.GetValue<string>());
        Assert.Equal("A story about <ants>, 10 words", service.Asked[0][1].Content);
        Assert.Equal("0.5", service.Settings[0]!.ExtensionData!["temperature"]);
    }

    [Fact]
    public async Task A_handlebars_prompt_loops_over_what_it_may_take_as_it_is()
    {
        const string Yaml =
            """
            name: List
            template_format: handlebars
            template: "{{#each items}}<message role=\"user\">{{this}}</message>{{/each}}{{json (array 1 'a')}}"
            input_variables:
              - name: items
                allow_dangerously_set_content: true
            """;
        var config = KernelFunctionYaml.ToPromptTemplateConfig(Yaml);
        var template = new HandlebarsPromptTemplateFactory().Create(config);
        var text = await template.RenderAsync(new Kernel(), new() { ["items"] = new[] { "a", "b" } }, TestContext.Current.CancellationToken);
        Assert.Equal("""<message role="user">a</message><message role="user">b</message>[1,"a"]""", text);
    }

    [Theory]
    [InlineData("name: [")]
    [InlineData("nonsense: 1")]
    [InlineData("execution_settings: { default: { function_choice_behavior: { type: maybe } } }")]
    public void Wrong_yaml_is_refused(string yaml) =>
        Assert.ThrowsAny<YamlException>(() => KernelFunctionYaml.ToPromptTemplateConfig(yaml));

    [Fact]
    public void A_prompt_is_read_from_json()
    {
        var config = PromptTemplateConfig.FromJson("""{"name":"J","template":"{{$x}}","input_variables":[{"name":"x","default":3,}],/* c */"execution_settings":{"default":{"model_id":"m","top_p":0.1}}}""");
        Assert.Equal("3", config.InputVariables[0].Default);
        Assert.Equal("m", config.DefaultExecutionSettings!.ModelId);
        Assert.Throws<ArgumentException>(() => PromptTemplateConfig.FromJson("{"));
    }
}
