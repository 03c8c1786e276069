using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.SemanticKernel.Tests;

/// <summary>The histories of Vectors/chat-history-json, made as their .cs.txt files say.</summary>
internal static class Histories
{
    private static readonly byte[] Png1x1 = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static IReadOnlyDictionary<string, Func<ChatHistory>> All { get; } = new Dictionary<string, Func<ChatHistory>>(StringComparer.Ordinal)
    {
        ["empty"] = () => [],
        ["plain"] = Plain,
        ["roles"] = Roles,
        ["function_call"] = FunctionCall,
        ["function_call_json_args"] = FunctionCallJsonArgs,
        ["function_call_no_args"] = FunctionCallNoArgs,
        ["multimodal"] = Multimodal,
        ["metadata"] = Metadata,
        ["non_ascii"] = NonAscii,
    };

    private static ChatHistory Plain()
    {
        var history = new ChatHistory();
        history.AddSystemMessage("You are a helpful assistant.");
        history.AddUserMessage("What is 2+2?");
        history.AddAssistantMessage("4");
        return history;
    }

    private static ChatHistory Roles()
    {
        var history = new ChatHistory();
        history.AddDeveloperMessage("dev");
        history.AddSystemMessage("sys");
        history.AddUserMessage("usr");
        history.AddAssistantMessage("asst");
        history.AddMessage(AuthorRole.Tool, "tool text");
        history.AddMessage(new AuthorRole("Critic"), "custom role, label kept as written");
        return history;
    }

    private static ChatHistory FunctionCall()
    {
        var history = new ChatHistory();
        history.AddUserMessage("Weather in Zurich for 3 days?");
        var call = new FunctionCallContent(
            functionName: "GetForecast",
            pluginName: "Weather",
            id: "call_001",
            arguments: new KernelArguments { ["city"] = "Zurich", ["days"] = 3, ["metric"] = true, ["ratio"] = 0.5, ["tags"] = new[] { "a", "b" }, ["nothing"] = null });
        history.Add(new ChatMessageContent(AuthorRole.Assistant, [new TextContent("Let me check."), call]));
        history.Add(new FunctionResultContent(call, "sunny, 21 C").ToChatMessage());
        history.AddAssistantMessage("It will be sunny.");
        return history;
    }

    private static ChatHistory FunctionCallJsonArgs()
    {
        var history = new ChatHistory();
        history.AddUserMessage("ping");
        var call = new FunctionCallContent("Ping", null, "call_x", new KernelArguments { ["host"] = "localhost", ["count"] = "2" });
        history.Add(new ChatMessageContent(AuthorRole.Assistant, content: null) { Items = [call] });
        history.Add(new ChatMessageContent(AuthorRole.Tool, [new FunctionResultContent("Ping", null, "call_x", "{\"ok\":true}")]));
        return history;
    }

    private static ChatHistory FunctionCallNoArgs()
    {
        var history = new ChatHistory();
        var call = new FunctionCallContent("Now", "Time");
        history.Add(new ChatMessageContent(AuthorRole.Assistant, [call]));
        history.Add(new ChatMessageContent(AuthorRole.Tool, [new FunctionResultContent(call, (object?)null)]));
        return history;
    }

    private static ChatHistory Multimodal()
    {
        var history = new ChatHistory();
        history.AddUserMessage([
            new TextContent("What is in these pictures?"),
            new ImageContent("data:image/png;base64," + Convert.ToBase64String(Png1x1)),
            new ImageContent(Png1x1, "image/png"),
            new ImageContent(new Uri("https://example.com/cat.jpg?x=1&y=2")),
            new ImageContent(new Uri("https://example.com/dog.jpg")) { MimeType = "image/jpeg" },
        ]);
        return history;
    }

    private static ChatHistory Metadata()
    {
        var history = new ChatHistory();
        var metadata = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Id"] = "resp_1",
            ["Tokens"] = 17,
            ["Cached"] = false,
            ["Score"] = 0.25,
            ["None"] = null,
            ["List"] = new[] { 1, 2 },
            ["At"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ["Nested"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["k"] = "v" },
        };
        history.Add(new ChatMessageContent(AuthorRole.Assistant, "hello", modelId: "gpt-x", innerContent: new object(), encoding: Encoding.Latin1, metadata: metadata)
        {
            AuthorName = "Agent Smith",
            MimeType = "text/plain",
            Source = "src",
        });
        var item = new TextContent("item", modelId: "m", encoding: Encoding.UTF8, metadata: new Dictionary<string, object?>(StringComparer.Ordinal) { ["i"] = 1 })
        {
            MimeType = "text/markdown",
        };
        history.Add(new ChatMessageContent(AuthorRole.User, [item]) { AuthorName = "   " });
        return history;
    }

    private static ChatHistory NonAscii()
    {
        var history = new ChatHistory();
        history.AddUserMessage("Grüße aus Zürich – 日本語 👋🏽 مرحبا <b>&amp; 'x' \"y\" + ` \t\n\r \u2028 \u0001 \u00A0 end");
        history.AddAssistantMessage("日本語 \\ / ok");
        return history;
    }
}
