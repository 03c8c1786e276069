using System.Text;
using System.Text.Json;
using AgentHost.Context;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Tests.Context;

/// <summary>Conversations for the tests, and short ways to write and read them.</summary>
internal static class Conversations
{
    public static readonly SealHolder Alice = new("alice", "default");

    /// <summary>A conversation with all that a client's JSON library can stumble over.</summary>
    public static ChatHistory Rich()
    {
        var arguments = new KernelArguments
        {
            ["city"] = "Zürich",
            ["whole"] = 1.0,
            ["large"] = 1e21,
            ["tenth"] = 0.1,
            ["zero"] = -0.0,
            ["id"] = Json("12345678901234567890"),
            ["nested"] = Json("""{"b":[1.0,-0.0,1e-7,{"10":1,"9":2,"a":3}],"2":"two","1":"one","é":null,"deep":[[[]]]}"""),
            ["nothing"] = null,
            ["yes"] = true,
        };
        return
        [
            new(AuthorRole.User, "Grüße \U0001F44B\U0001F3FD 日本語 \u2028\u2029 <b>&amp; 'x' \"y\" a/b \\/ \t\n\u0001\u007f"),
            new(AuthorRole.Assistant, [new TextContent("I look."), new FunctionCallContent("forecast", "Weather", "call_1", arguments)]),
            new(AuthorRole.Tool, [new FunctionResultContent("forecast", "Weather", "call_1", "sunny, \"21 °C\"")]),
            new(AuthorRole.Assistant, "Sunny. https://example.com/a?b=c&d=e"),
            new(AuthorRole.User, [new TextContent("And here?"), new ImageContent(new byte[] { 1, 2, 3 }, "image/png")]),
            new(AuthorRole.Assistant, [new FunctionCallContent("forecast", "Weather", "call_2"), new FunctionCallContent("now", "Time", "call_3")]),
            new(AuthorRole.Tool, [new FunctionResultContent("forecast", "Weather", "call_2", Json("""{"1":1.0,"0":[20.50]}"""))]),
            new(AuthorRole.Tool, [new FunctionResultContent("now", "Time", "call_3", 12)]),
            new(AuthorRole.Assistant, "Cloudy.", modelId: "m", metadata: new Dictionary<string, object?>(StringComparer.Ordinal) { ["Id"] = "r1", ["Tokens"] = 17, ["Own"] = new object() }),
        ];
    }

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static string Write(this ServiceProvider host, ConversationContext context, SealHolder? holder = null) =>
        Encoding.UTF8.GetString(host.GetRequiredService<ContextWriter>().ToUtf8Json(context, holder ?? Alice));

    public static ContextReading TryRead(this ServiceProvider host, string context, SealHolder? holder = null) =>
        host.GetRequiredService<ContextReader>().Read(Json(context), holder ?? Alice);

    public static ConversationContext Read(this ServiceProvider host, string context, SealHolder? holder = null)
    {
        var reading = host.TryRead(context, holder);
        Assert.Empty(reading.Errors);
        return Assert.IsType<ConversationContext>(reading.Context);
    }
}
