using Microsoft.SemanticKernel;

namespace AgentHost.SemanticKernel.Tests.PromptTemplates;

public class TemplateSyntaxTests
{
    [Theory]
    [InlineData("{{{$a}}}", "{A}")]
    [InlineData("{{ {{$a}} }}", "{{ A }}")]
    [InlineData("{{'}}'}}", "}}")]
    [InlineData("{{\"it's\"}}", "it's")]
    [InlineData("a } b }} c { {$a} }", "a } b }} c { {$a} }")]
    [InlineData("'{{$a}}' \"{{$a}}\"", "'A' \"A\"")]
    [InlineData("{{$a}}{{$a}}", "AA")]
    [InlineData("{{tpl.Two '{{' second=\"}}\"}}", "{{+}}")]
    [InlineData("{{Hello}}", "hello")]
    [InlineData("{{tpl.Add\ta = '1'\n b='2'}}", "3")]
    public async Task Braces_and_quotes_mean_what_they_mean(string template, string expected) =>
        Assert.Equal(expected, await RenderAsync(template));

    [Theory]
    [InlineData("{{$}}", "The variable name is empty")]
    [InlineData("{{tpl-Hello}}", "The function identifier is empty")]
    [InlineData("{{tpl.Two a-b='x'}}", "The argument name 'a-b' contains invalid characters. Only alphanumeric chars and underscore are allowed.")]
    [InlineData("{{'a''b'}}", "Tokens must be separated by one space least")]
    public async Task What_can_not_be_read_is_named(string template, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<KernelException>(() => RenderAsync(template))).Message);

    [Fact]
    public async Task A_parameter_given_twice_is_refused() =>
        Assert.StartsWith("Ambiguity found", (await Assert.ThrowsAsync<ArgumentException>(() => RenderAsync("{{tpl.Two 'p' first='n'}}"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task An_argument_of_the_wrong_type_is_refused() =>
        Assert.Equal("a", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => RenderAsync("{{tpl.Add a='x' b='1'}}"))).ParamName);

    [Fact]
    public void A_template_declares_the_variables_that_it_uses()
    {
        var config = new PromptTemplateConfig("{{$a}} {{$A}} {{tpl.Two $b second=$c}}") { InputVariables = [new() { Name = "c", Description = "known" }] };
        var function = KernelFunctionFactory.CreateFromPrompt(config);
        Assert.Equal("c a b", string.Join(' ', function.Metadata.Parameters.Select(parameter => parameter.Name)));
    }

    private static Task<string> RenderAsync(string template)
    {
        var kernel = new Kernel(plugins: [KernelPluginFactory.CreateFromObject(new TemplatePlugin(), "tpl")]);
        return new KernelPromptTemplateFactory { AllowDangerouslySetContent = true }
            .Create(new PromptTemplateConfig(template))
            .RenderAsync(kernel, new() { ["a"] = "A" }, TestContext.Current.CancellationToken);
    }
}
