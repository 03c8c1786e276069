using System.Text.Json;
using Microsoft.SemanticKernel;

namespace AgentHost.SemanticKernel.Tests.Functions;

public class FunctionChoiceBehaviorTests
{
    private static readonly KernelPlugin A = KernelPluginFactory.CreateFromFunctions("A", [Function("x"), Function("y")]);
    private static readonly KernelPlugin B = KernelPluginFactory.CreateFromFunctions("B", [Function("x")]);
    private static readonly Kernel Kernel = new(plugins: [A, B]);

    [Fact]
    public void No_list_means_all_functions_of_the_kernel()
    {
        var configuration = Configure(FunctionChoiceBehavior.Auto(autoInvoke: false));
        Assert.Equal("A.x A.y B.x", Names(configuration));
        Assert.Equal(FunctionChoice.Auto, configuration.Choice);
        Assert.False(configuration.AutoInvoke);
        Assert.True(Configure(FunctionChoiceBehavior.Auto()).AutoInvoke);
    }

    [Fact]
    public void An_empty_list_means_none() => Assert.Null(Configure(FunctionChoiceBehavior.Auto([])).Functions);

    [Fact]
    public void A_list_is_looked_up_by_name() =>
        Assert.Equal("B.x A.y", Names(Configure(FunctionChoiceBehavior.Required([B["x"], A["y"]]))));

    [Fact]
    public void Functions_of_no_kernel_may_be_told_but_not_called()
    {
        Assert.Equal("x", Names(FunctionChoiceBehavior.Auto([Function("x")], autoInvoke: false).GetConfiguration(new([]))));
        Assert.Throws<KernelException>(() => FunctionChoiceBehavior.Auto([A["x"]]).GetConfiguration(new([])));
        Assert.Throws<KernelException>(() => Configure(FunctionChoiceBehavior.Auto([Function("z")])));
    }

    [Fact]
    public void Required_functions_are_told_in_the_first_request_only()
    {
        var configuration = FunctionChoiceBehavior.Required().GetConfiguration(new([]) { Kernel = Kernel, RequestSequenceIndex = 1 });
        Assert.Equal(FunctionChoice.Required, configuration.Choice);
        Assert.Null(configuration.Functions);
    }

    [Fact]
    public void None_tells_functions_that_must_not_be_called()
    {
        var options = new FunctionChoiceBehaviorOptions { AllowParallelCalls = true };
        var configuration = Configure(FunctionChoiceBehavior.None(options: options));
        Assert.Equal(FunctionChoice.None, configuration.Choice);
        Assert.Same(options, configuration.Options);
        Assert.Equal("A.x A.y B.x", Names(configuration));
    }

    [Theory]
    [InlineData("""{"type":"auto","functions":["A.x"],"options":{"allow_parallel_calls":true}}""", "auto", "A.x")]
    [InlineData("""{"type":"required","functions":["A.y"]}""", "required", "A.y")]
    [InlineData("""{"type":"none"}""", "none", "A.x A.y B.x")]
    public void Json_names_the_choice_and_the_functions(string json, string choice, string names)
    {
        var configuration = Configure(JsonSerializer.Deserialize<FunctionChoiceBehavior>(json)!);
        Assert.Equal(choice, configuration.Choice.Label);
        Assert.Equal(names, Names(configuration));
    }

    private static FunctionChoiceBehaviorConfiguration Configure(FunctionChoiceBehavior behavior) => behavior.GetConfiguration(new([]) { Kernel = Kernel });

    private static string Names(FunctionChoiceBehaviorConfiguration configuration) => string.Join(' ', configuration.Functions!);

    private static KernelFunction Function(string name) => KernelFunctionFactory.CreateFromMethod(() => name, name);
}
