using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.PromptTemplates.Handlebars;

namespace AgentHost.SemanticKernel.Tests.PromptTemplates;

public class HandlebarsTests
{
    private static readonly Kernel Kernel = new(plugins: [KernelPluginFactory.CreateFromObject(new TemplatePlugin(), "tpl")]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{{set \"x\" 1}}{{x}}", "1")]
    [InlineData("{{set name=\"x\" value=\"v\"}}{{x}}", "v")]
    [InlineData("{{json list}}", "[\"a\",\"b\"]")]
    [InlineData("{{#each (range 1 3)}}{{this}},{{/each}}", "1,2,3,")]
    [InlineData("{{#each (array 1 text)}}{{@index}}{{this}} {{/each}}", "01 1t ")]
    [InlineData("{{concat \"a\" 1 text}}", "a1t")]
    [InlineData("{{#if (equals text \"t\")}}yes{{else}}no{{/if}}", "yes")]
    [InlineData("{{#if (or false nope)}}yes{{else}}no{{/if}}", "no")]
    [InlineData("{{#unless (lessThan 1 2)}}yes{{else}}no{{/unless}}", "no")]
    [InlineData("{{add 1 2 3}} {{subtract 5 2}}", "6 3")]
    [InlineData("{{tpl-Two \"a\" \"b\"}} {{tpl-Two second=\"d\" first=\"c\"}} {{tpl-Slow}}", "a+b c+d slow")]
    [InlineData("{{tpl-Echo (tpl-Hello)}}", "[hello]")]
    [InlineData("{{doubleOpen}}x{{doubleClose}}", "{{x}}")]
    public async Task A_helper_gives_what_it_promises(string template, string expected)
    {
        var arguments = new KernelArguments { ["text"] = "t", ["list"] = new[] { "a", "b" } };
        Assert.Equal(expected, await Create(template, isSafe: true).RenderAsync(Kernel, arguments, Cancellation));
    }

    [Fact]
    public async Task What_functions_give_is_encoded_once() =>
        Assert.Equal("&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;", await Create("{{tpl-Html}}").RenderAsync(Kernel, cancellationToken: Cancellation));

    [Fact]
    public async Task A_value_that_can_not_be_encoded_must_be_allowed() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => Create("{{x}}").RenderAsync(Kernel, new() { ["x"] = new[] { "<a>" } }, Cancellation));

    [Fact]
    public async Task A_template_calls_the_functions_of_the_kernel_at_hand()
    {
        var template = Create("{{P-F}}");
        Assert.Equal("1 2 1", string.Join(' ', await template.RenderAsync(With("1"), cancellationToken: Cancellation), await template.RenderAsync(With("2"), cancellationToken: Cancellation), await template.RenderAsync(With("1"), cancellationToken: Cancellation)));
        Assert.Empty(await template.RenderAsync(Kernel, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Many_render_one_template_at_the_same_time()
    {
        var template = Create("{{set \"x\" n}}{{P-F}} {{x}}");
        var texts = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(() => template.RenderAsync(With("k" + n), new() { ["n"] = n }, Cancellation), Cancellation)));
        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"k{n} {n}"), texts, StringComparer.Ordinal);
    }

    private static IPromptTemplate Create(string template, bool isSafe = false) =>
        new HandlebarsPromptTemplateFactory { AllowDangerouslySetContent = isSafe }.Create(new(template) { TemplateFormat = HandlebarsPromptTemplateFactory.HandlebarsTemplateFormat });

    private static Kernel With(string value) => new(plugins: [KernelPluginFactory.CreateFromFunctions("P", [KernelFunctionFactory.CreateFromMethod(() => value, "F")])]);
}
