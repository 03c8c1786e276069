using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AgentHost.SemanticKernel.Tests.Functions;

namespace AgentHost.SemanticKernel.Tests;

public class KernelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_kernel_of_shared_plugins_costs_less_than_20_microseconds()
    {
        using var services = new ServiceCollection().AddSingleton<IChatCompletionService>(new RecordingChatService()).BuildServiceProvider();
        var plugins = Enumerable.Range(0, 5).Select(index => KernelPluginFactory.CreateFromObject(new SchemaPlugin(), "P" + index)).ToArray();
        Assert.True(Enumerable.Range(0, 5).Min(_ => MicrosecondsPerKernel(services, plugins)) < 20);
    }

    [Fact]
    public void A_built_kernel_has_its_services_and_plugins()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatCompletionService>(new RecordingChatService());
        builder.Services.AddKeyedSingleton<IChatCompletionService>("other", new RecordingChatService());
        builder.Plugins.AddFromType<SchemaPlugin>("Typed").AddFromObject(new SchemaPlugin());
        var kernel = builder.Build();
        Assert.Equal("Typed SchemaPlugin", string.Join(' ', kernel.Plugins.Select(plugin => plugin.Name)));
        Assert.NotSame(kernel.GetRequiredService<IChatCompletionService>(), kernel.GetRequiredService<IChatCompletionService>("other"));
        Assert.Equal(2, kernel.GetAllServices<IChatCompletionService>().Count());
    }

    [Fact]
    public void A_missing_service_is_named()
    {
        Assert.Equal($"Service of type '{typeof(IChatCompletionService)}' not registered.", Assert.Throws<KernelException>(() => new Kernel().GetRequiredService<IChatCompletionService>()).Message);
        Assert.Equal($"Service of type '{typeof(IChatCompletionService)}' and key 'k' not registered.", Assert.Throws<KernelException>(() => new Kernel().GetRequiredService<IChatCompletionService>("k")).Message);
    }

    [Fact]
    public void Registered_kernels_are_transient_and_keep_their_plugins_apart()
    {
        using var services = AddKernel().BuildServiceProvider();
        var first = services.GetRequiredService<Kernel>();
        first.Plugins.AddFromFunctions("More", []);
        Assert.Equal(2, first.Plugins.Count);
        Assert.Single(services.GetRequiredService<Kernel>().Plugins);

        static IServiceCollection AddKernel()
        {
            var services = new ServiceCollection();
            services.AddKernel().Plugins.AddFromType<SchemaPlugin>();
            return services;
        }
    }

    [Fact]
    public void A_clone_goes_its_own_way()
    {
        var kernel = new Kernel();
        kernel.Data["k"] = 1;
        var clone = kernel.Clone();
        clone.Data["k"] = 2;
        clone.Plugins.AddFromFunctions("P", []);
        Assert.Equal(1, kernel.Data["k"]);
        Assert.Empty(kernel.Plugins);
    }

    [Fact]
    public async Task Filters_stand_around_functions_in_their_order()
    {
        var log = new List<string>();
        await using var services = new ServiceCollection().AddSingleton<IFunctionInvocationFilter>(new LoggingFilter("a", log)).BuildServiceProvider();
        var kernel = new Kernel(services);
        kernel.FunctionInvocationFilters.Add(new LoggingFilter("b", log));
        var result = await kernel.InvokeAsync(KernelFunctionFactory.CreateFromMethod((string x) => x + "!", "F"), new() { ["x"] = "v" }, Cancellation);
        Assert.Equal("v! after b after a", result.ToString());
        Assert.Equal("a before, b before, b after, a after", string.Join(", ", log));
    }

    [Fact]
    public async Task A_prompt_filter_sees_and_changes_the_prompt()
    {
        var service = new RecordingChatService("one two");
        await using var services = new ServiceCollection().AddSingleton<IChatCompletionService>(service).AddSingleton<IPromptRenderFilter, Shouting>().BuildServiceProvider();
        var pieces = await new Kernel(services).InvokePromptStreamingAsync("say {{$x}}", new() { ["x"] = "hi" }, cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal("SAY HI", service.Asked[0][0].Content);
        Assert.Equal("one two", string.Join(' ', pieces));
    }

    [Fact]
    public async Task Settings_choose_the_service_by_id_then_by_model()
    {
        var (plain, keyed, model) = (new RecordingChatService("plain"), new RecordingChatService("keyed"), new RecordingChatService("model") { Attributes = new Dictionary<string, object?>(StringComparer.Ordinal) { ["ModelId"] = "m" } });
        var builder = Kernel.CreateBuilder();
        builder.Services.AddKeyedSingleton<IChatCompletionService>("k", keyed).AddSingleton<IChatCompletionService>(model).AddSingleton<IChatCompletionService>(plain);
        var kernel = builder.Build();
        Assert.Equal("plain", await Ask(kernel, settings: null));
        Assert.Equal("keyed", await Ask(kernel, new() { ServiceId = "k" }));
        Assert.Equal("model", await Ask(kernel, new() { ModelId = "m" }));
        await Assert.ThrowsAsync<KernelException>(() => Ask(kernel, new() { ServiceId = "nope" }));

        static Task<string?> Ask(Kernel kernel, PromptExecutionSettings? settings) => kernel.InvokePromptAsync<string>("x", new(settings), cancellationToken: Cancellation);
    }

    [Fact]
    public void Frozen_settings_do_not_change()
    {
        var settings = new PromptExecutionSettings { ModelId = "m", ExtensionData = new Dictionary<string, object>(StringComparer.Ordinal) { ["temperature"] = 1 } };
        settings.Freeze();
        Assert.Throws<InvalidOperationException>(() => settings.ModelId = "n");
        Assert.Throws<NotSupportedException>(() => settings.ExtensionData!["x"] = 1);
        Assert.Equal("m", settings.Clone().ModelId);
    }

    private static double MicrosecondsPerKernel(IServiceProvider services, KernelPlugin[] plugins)
    {
        const int Count = 2000;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Count; i++)
        {
            _ = new Kernel(services, new KernelPluginCollection(plugins)).Plugins.Count;
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Count;
    }

    private sealed class LoggingFilter(string name, List<string> log) : IFunctionInvocationFilter
    {
        public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            log.Add(name + " before");
            await next(context);
            log.Add(name + " after");
            context.Result = new FunctionResult(context.Result, $"{context.Result} after {name}");
        }
    }

    private sealed class Shouting : IPromptRenderFilter
    {
        public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
        {
            await next(context);
            context.RenderedPrompt = context.RenderedPrompt!.ToUpperInvariant();
        }
    }
}
