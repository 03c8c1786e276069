using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.SemanticKernel.Tests.Functions;

public class FunctionCallTests
{
    private static readonly KernelPlugin Plugin = KernelPluginFactory.CreateFromObject(new SchemaPlugin(), "Schema");

    public static TheoryData<string, string, string> Calls() => new()
    {
        { "Ints", """{"a":1,"b":2,"c":3,"d":4}""", "10" },
        { "Numbers", """{"x":1.5,"y":2,"z":0.25}""", "3.75" },
        { "Bools", """{"on":true,"maybe":null}""", "False" },
        { "EnumNum", """{"unit":"fahrenheit"}""", "Fahrenheit" },
        { "EnumStr", """{"unit":"Celsius","other":"Fahrenheit"}""", "Fahrenheit" },
        { "Defaults", "{}", "x5True0" },
        { "Nullables", """{"n":7,"s":null,"when":"2026-01-02T03:04:05Z"}""", "7||2026" },
        { "Dates", """{"a":"2026-01-02T03:04:05","b":"2026-01-02T03:04:05+01:00","c":"01:02:03","d":"6f9619ff-8b86-d011-b42d-00c04fc964ff","e":"https://x.y/z","f":"2026-01-02"}""", "2026-01-02T03:04:05 2026-01-02T03:04:05 01:02:03 6f9619ff-8b86-d011-b42d-00c04fc964ff https://x.y/z 2026-01-02" },
        { "Dict", """{"map":{"a":1,"b":2},"anything":"x","json":{"k":[1]}}""", """3 x {"k":[1]}""" },
        { "Recursive", """{"tree":{"Name":"a","Children":[{"Name":"b"},{"Name":"c","Children":[]}]}}""", "abc" },
        { "Task", """{"Q":"case"}""", "case" },
        { "snake_name", """{"q":"s"}""", "s" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_streamed_call_has_its_text_arguments_converted(string name, string arguments, string expected)
    {
        var builder = new FunctionCallContentBuilder();
        builder.Append(Piece("call_1", "Schema-" + name, arguments[..1]));
        builder.Append(Piece(id: null, name: null, arguments[1..]));
        var call = Assert.Single(builder.Build());
        Assert.All(call.Arguments!.Values, value => Assert.True(value is string or null));
        Assert.Equal(expected, Text(await call.InvokeAsync(NewKernel(), Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_was_stored_has_its_json_arguments_converted(string name, string arguments, string expected)
    {
        var call = new FunctionCallContent(name, "Schema", "1", JsonSerializer.Deserialize<KernelArguments>(arguments));
        Assert.Equal(expected, Text(await call.InvokeAsync(NewKernel(), Cancellation)));
    }

    [Fact]
    public async Task Lists_and_objects_are_read_from_text_and_from_json()
    {
        var arguments = new KernelArguments { ["names"] = """["a","b"]""", ["ids"] = JsonSerializer.SerializeToElement(new[] { 1, 2 }), ["units"] = "[\"Celsius\"]" };
        var result = await new FunctionCallContent("Arrays", "Schema", "1", arguments).InvokeAsync(NewKernel(), Cancellation);
        Assert.Equal(["a", "b", "1", "2", "Celsius"], Assert.IsType<string[]>(result.Result), StringComparer.Ordinal);

        arguments = new KernelArguments { ["order"] = """{"order_id":7,"Customer":"C","Lines":[{"Sku":"s","Qty":2}]}""", ["address"] = JsonSerializer.SerializeToElement(new { Street = "S", City = "C" }) };
        var order = Assert.IsType<Order>((await new FunctionCallContent("Complex", "Schema", "1", arguments).InvokeAsync(NewKernel(), Cancellation)).Result);
        Assert.Equal((7, "C", 2, "S"), (order.Id, order.Customer, order.Lines[0].Qty, order.ShipTo!.Street));
    }

    [Fact]
    public async Task A_call_without_a_plugin_finds_its_function_in_any()
    {
        var result = await new FunctionCallContent("none", id: "7").InvokeAsync(NewKernel(), Cancellation);
        Assert.Equal(("none", "7"), (result.Result, result.CallId));
        var message = result.ToChatMessage();
        Assert.Equal(AuthorRole.Tool, message.Role);
        Assert.Same(result, Assert.Single(message.Items));
    }

    [Fact]
    public async Task An_unknown_function_a_missing_argument_and_a_wrong_one_are_told_apart()
    {
        await Assert.ThrowsAsync<KeyNotFoundException>(() => new FunctionCallContent("Nope", "Schema").InvokeAsync(NewKernel(), Cancellation));
        await Assert.ThrowsAsync<KernelException>(() => new FunctionCallContent("Ints", "Schema", "1", new() { ["a"] = 1 }).InvokeAsync(NewKernel(), Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new FunctionCallContent("EnumNum", "Schema", "1", new() { ["unit"] = "warm" }).InvokeAsync(NewKernel(), Cancellation));
    }

    [Fact]
    public async Task Arguments_that_are_no_json_are_an_exception_of_the_call()
    {
        var builder = new FunctionCallContentBuilder();
        builder.Append(Piece("1", "Schema-Str", "{\"text\":"));
        var call = Assert.Single(builder.Build());
        Assert.Null(call.Arguments);
        Assert.Equal("Error: Function call arguments are invalid JSON.", call.Exception!.Message);
        Assert.Same(call.Exception, await Record.ExceptionAsync(() => call.InvokeAsync(NewKernel(), Cancellation)));
    }

    [Fact]
    public void Parallel_calls_are_put_together_by_their_index()
    {
        var builder = new FunctionCallContentBuilder();
        builder.Append(Piece("a", "Schema-Str", "{\"te"));
        builder.Append(Piece("b", "None", arguments: null, index: 1));
        builder.Append(Piece(id: null, name: null, "xt\":\"x\"}"));
        var calls = builder.Build();
        Assert.Equal(["a Schema Str", "b  None"], calls.Select(call => $"{call.Id} {call.PluginName} {call.FunctionName}"), StringComparer.Ordinal);
        Assert.Equal("x", calls[0].Arguments!["text"]);
        Assert.Null(calls[1].Arguments);
    }

    [Fact]
    public async Task The_kernel_fills_what_callers_do_not_see()
    {
        using var source = new CancellationTokenSource();
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();
        var kernel = new Kernel(services, [Plugin]) { Culture = CultureInfo.GetCultureInfo("de-CH") };
        var result = await kernel.InvokeAsync("Schema", "Infra", new() { ["q"] = "Q" }, source.Token);
        Assert.Equal("True|Infra|1|True|True|de-CH|Q|False|True", result.ToString());
    }

    [Fact]
    public async Task A_streaming_function_streams_and_another_gives_one_piece()
    {
        var pieces = await Plugin["Stream"].InvokeStreamingAsync<string>(NewKernel(), new() { ["n"] = 3 }, Cancellation).ToListAsync(Cancellation);
        Assert.Equal("0 1 2", string.Join(' ', pieces));
        var whole = await NewKernel().InvokeStreamingAsync(Plugin["None"], cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal("none", Assert.IsType<StreamingMethodContent>(Assert.Single(whole)).Content);
    }

    [Fact]
    public async Task An_exception_of_a_function_comes_through_as_it_is()
    {
        var function = KernelFunctionFactory.CreateFromMethod(string () => throw new FormatException("own"), "F");
        Assert.Equal("own", (await Assert.ThrowsAsync<FormatException>(() => function.InvokeAsync(new Kernel(), cancellationToken: Cancellation))).Message);
    }

    [Fact]
    public async Task A_cancelled_function_says_which_it_was()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var exception = await Assert.ThrowsAsync<KernelFunctionCanceledException>(() => NewKernel().InvokeAsync("Schema", "None", cancellationToken: source.Token));
        Assert.Equal("None", exception.Function.Name);
    }

    [Fact]
    public async Task A_function_is_called_as_an_ai_function_too()
    {
        var function = Plugin.AsAIFunctions(NewKernel()).Single(function => function.Name == "Schema_Ints");
        var result = await function.InvokeAsync(new KernelArguments { ["a"] = 1, ["b"] = 2, ["c"] = 3, ["d"] = 4 }, Cancellation);
        Assert.Equal(10, Assert.IsType<JsonElement>(result).GetInt32());
    }

    private static Kernel NewKernel() => new(plugins: [Plugin]);

    private static StreamingChatMessageContent Piece(string? id, string? name, string? arguments, int index = 0)
    {
        var piece = new StreamingChatMessageContent(AuthorRole.Assistant, content: null);
        piece.Items.Add(new StreamingFunctionCallUpdateContent(id, name, arguments, index));
        return piece;
    }

    private static string? Text(FunctionResultContent content) => Convert.ToString(content.Result, CultureInfo.InvariantCulture);
}
