using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.SemanticKernel.Tests;

public class ChatHistoryJsonTests
{
    private static readonly Dictionary<string, JsonSerializerOptions> Options = new(StringComparer.Ordinal)
    {
        ["default"] = JsonSerializerOptions.Default,
        ["web"] = JsonSerializerOptions.Web,
    };

    private static readonly JsonSerializerOptions OutOfOrder = new() { AllowOutOfOrderMetadataProperties = true };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in Vector.Files("chat-history-json", "*.json"))
        {
            var parts = Path.GetFileName(file).Split('.');
            cases.Add(parts[0], parts[1]);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_history_is_written_byte_for_byte_as_the_vector(string name, string options) =>
        Assert.Equal(Vector.Text("chat-history-json", $"{name}.{options}.json"), JsonSerializer.Serialize(Histories.All[name](), Options[options]));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_history_that_was_read_is_written_as_the_same_text(string name, string options)
    {
        // The "+" of a date's offset is the one character that a round trip escapes.
        var text = Vector.Text("chat-history-json", $"{name}.{options}.json");
        var history = JsonSerializer.Deserialize<ChatHistory>(text, Options[options])!;
        Assert.Equal(text.Replace("05+00", @"05\u002B00", StringComparison.Ordinal), JsonSerializer.Serialize(history, Options[options]));
    }

    [Fact]
    public void Every_history_of_the_vectors_is_tested() =>
        Assert.Equal(Histories.All.Count * 2, Cases().Count);

    [Fact]
    public void Sound_and_bytes_come_back_as_they_were()
    {
        var history = new ChatHistory();
        history.AddUserMessage([new AudioContent(new byte[] { 1, 2, 3 }, "audio/wav"), new BinaryContent(new Uri("https://example.com/x.pdf"))]);
        var text = JsonSerializer.Serialize(history);
        Assert.Equal("""[{"Role":{"Label":"user"},"Items":[{"$type":"AudioContent","MimeType":"audio/wav","Data":"AQID"},{"$type":"BinaryContent","Uri":"https://example.com/x.pdf"}]}]""", text);
        var back = JsonSerializer.Deserialize<ChatHistory>(text)!;
        Assert.Equal("data:audio/wav;base64,AQID", Assert.IsType<AudioContent>(back[0].Items[0]).DataUri);
        Assert.Equal(text, JsonSerializer.Serialize(back));
    }

    [Fact]
    public void Arguments_and_results_come_back_as_json_elements()
    {
        var history = JsonSerializer.Deserialize<ChatHistory>(Vector.Text("chat-history-json", "function_call.default.json"))!;
        var call = Assert.Single(FunctionCallContent.GetFunctionCalls(history[1]));
        Assert.Equal(3, Assert.IsType<JsonElement>(call.Arguments!["days"]).GetInt32());
        Assert.Equal("sunny, 21 C", Assert.IsType<JsonElement>(Assert.IsType<FunctionResultContent>(history[2].Items[0]).Result).GetString());
    }

    [Fact]
    public void Web_text_read_with_default_options_loses_roles_and_items()
    {
        var history = JsonSerializer.Deserialize<ChatHistory>(Vector.Text("chat-history-json", "plain.web.json"))!;
        Assert.All(history, message => Assert.Null(message.Role.Label));
        Assert.All(history, message => Assert.Empty(message.Items));
    }

    [Fact]
    public void Default_text_read_with_web_options_is_whole()
    {
        var history = JsonSerializer.Deserialize<ChatHistory>(Vector.Text("chat-history-json", "plain.default.json"), JsonSerializerOptions.Web)!;
        Assert.Equal("You are a helpful assistant.|What is 2+2?|4", string.Join('|', history));
    }

    [Theory]
    [InlineData("""[{"Role":{"Label":"user"},"Items":[{"$type":"Nonsense","Text":"x"}]}]""")]
    [InlineData("""[{"Role":{"Label":"user"},"Items":[{"Text":"x","$type":"TextContent"}]}]""")]
    public void An_unknown_or_late_type_is_refused(string json) =>
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize<ChatHistory>(json));

    [Fact]
    public void A_late_type_is_read_where_that_is_allowed()
    {
        var history = JsonSerializer.Deserialize<ChatHistory>("""[{"Role":{"Label":"user"},"Items":[{"Text":"x","$type":"TextContent"}]}]""", OutOfOrder)!;
        Assert.Equal("x", history[0].Content);
    }
}
