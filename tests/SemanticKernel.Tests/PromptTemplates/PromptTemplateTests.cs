using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.SemanticKernel.Tests.PromptTemplates;

public class PromptTemplateTests
{
    private static readonly Dictionary<string, TemplateCase> All = Vector.Json("prompt-templates", "cases.json")
        .EnumerateArray()
        .Select(json => new TemplateCase(json))
        .ToDictionary(test => test.Id, StringComparer.Ordinal);

    public static TheoryData<string> Rendered() => Ids(test => test.Mode == "render" && test.Text("output") is not null);

    public static TheoryData<string> Invoked() => Ids(test => test.Mode == "invoke");

    public static TheoryData<string> Failing() => Ids(test => test.Json.TryGetProperty("error", out _));

    [Fact]
    public void Every_case_is_tested() => Assert.Equal(All.Count, Rendered().Count + Invoked().Count + Failing().Count);

    [Theory]
    [MemberData(nameof(Rendered))]
    public async Task A_template_renders_as_in_the_vector(string id)
    {
        var test = All[id];
        var template = test.Factory().Create(test.Config());
        Assert.Equal(test.Text("output"), await template.RenderAsync(test.NewKernel(), test.Arguments(), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task A_wrong_template_fails_as_in_the_vector(string id)
    {
        var test = All[id];
        var exception = await Record.ExceptionAsync(() => test.Factory().Create(test.Config()).RenderAsync(test.NewKernel(), test.Arguments(), TestContext.Current.CancellationToken));
        var error = new
        {
            type = exception?.GetType().FullName,
            message = exception?.Message,
            inner = exception?.InnerException is { } inner ? $"{inner.GetType().FullName}: {inner.Message}" : null,
        };
        Assert.Equal(JsonSerializer.Serialize(test.Json.GetProperty("error")), JsonSerializer.Serialize(error));
    }

    [Theory]
    [MemberData(nameof(Invoked))]
    public async Task A_prompt_reaches_the_model_as_in_the_vector(string id)
    {
        var test = All[id];
        var service = new RecordingChatService();
        await using var services = new ServiceCollection().AddSingleton<IChatCompletionService>(service).BuildServiceProvider();
        var kernel = new Kernel(services, test.NewKernel().Plugins);
        var function = KernelFunctionFactory.CreateFromPrompt(test.Config(), test.Factory());
        var result = await function.InvokeAsync(kernel, test.Arguments(), TestContext.Current.CancellationToken);
        Assert.Equal(test.Text("renderedPrompt"), result.RenderedPrompt);
        Assert.Equal(JsonSerializer.Serialize(test.Json.GetProperty("chatHistory")), JsonSerializer.Serialize(Assert.Single(service.Asked)));
    }

    private static TheoryData<string> Ids(Func<TemplateCase, bool> filter) => [.. All.Values.Where(filter).Select(test => test.Id)];
}
