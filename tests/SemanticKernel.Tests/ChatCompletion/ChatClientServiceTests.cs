using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using AI = Microsoft.Extensions.AI;
using FunctionCallContent = Microsoft.SemanticKernel.FunctionCallContent;
using FunctionResultContent = Microsoft.SemanticKernel.FunctionResultContent;
using TextContent = Microsoft.SemanticKernel.TextContent;

namespace AgentHost.SemanticKernel.Tests.ChatCompletion;

public class ChatClientServiceTests
{
    private static readonly Kernel Kernel = new(plugins: [KernelPluginFactory.CreateFromFunctions("P", [KernelFunctionFactory.CreateFromMethod((int n) => n, "F", "Counts")])]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_keeps_text_thoughts_calls_usage_and_the_end()
    {
        using var client = new ScriptedClient(
            new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("hm")]) { ModelId = "m" },
            new ChatResponseUpdate(ChatRole.Assistant, "Hi"),
            new ChatResponseUpdate(ChatRole.Assistant, [Call("1", "P_F", 1)]),
            new ChatResponseUpdate(ChatRole.Assistant, [Call("2", "P_F", 2)]) { FinishReason = ChatFinishReason.ToolCalls },
            new ChatResponseUpdate(role: null, [new UsageContent(new() { InputTokenCount = 3, OutputTokenCount = 4 })]));
        var pieces = await client.AsChatCompletionService().GetStreamingChatMessageContentsAsync(new ChatHistory("hi", AuthorRole.User), kernel: Kernel, cancellationToken: Cancellation).ToListAsync(Cancellation);

        Assert.Equal("hm", pieces[0].Items.OfType<StreamingReasoningContent>().Single().Text);
        Assert.Equal("m", pieces[0].ModelId);
        Assert.Equal("Hi", pieces[1].Content);
        Assert.Equal("tool_calls", pieces[3].Metadata!["FinishReason"]);
        Assert.Equal(4, Assert.IsType<UsageDetails>(pieces[4].Metadata!["Usage"]).OutputTokenCount);
        Assert.All(pieces, piece => Assert.IsType<ChatResponseUpdate>(piece.InnerContent));

        var builder = new FunctionCallContentBuilder();
        pieces.ForEach(builder.Append);
        Assert.Equal(["1 P_F 1", "2 P_F 2"], builder.Build().Select(call => $"{call.Id} {call.FunctionName} {call.Arguments!["n"]}"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_whole_answer_keeps_them_too()
    {
        using var client = new ScriptedClient(
            new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("hm"), new AI.TextContent("Hi"), Call("1", "P_F", 1)]) { ModelId = "m", FinishReason = ChatFinishReason.ToolCalls });
        var answer = await client.AsChatCompletionService().GetChatMessageContentAsync("hi", kernel: Kernel, cancellationToken: Cancellation);
        Assert.Equal((AuthorRole.Assistant, "Hi", "m"), (answer.Role, answer.Content, answer.ModelId));
        Assert.Equal("ReasoningContent TextContent FunctionCallContent", string.Join(' ', answer.Items.Select(item => item.GetType().Name)));
        Assert.Equal("tool_calls", answer.Metadata!["FinishReason"]);
    }

    [Fact]
    public async Task Functions_and_settings_reach_the_client()
    {
        using var client = new ScriptedClient(new ChatResponseUpdate(ChatRole.Assistant, "ok"));
        var settings = new PromptExecutionSettings
        {
            ModelId = "m",
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false, options: new() { AllowParallelCalls = false }),
            ExtensionData = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["temperature"] = 0.5,
                ["max_tokens"] = "100",
                ["top_p"] = JsonSerializer.SerializeToElement(0.25),
                ["stop_sequences"] = new[] { "END" },
                ["response_format"] = "json_object",
                ["reasoning_effort"] = "low",
            },
        };
        await client.AsChatCompletionService().GetChatMessageContentAsync("hi", settings, Kernel, Cancellation);
        var options = client.Options!;
        Assert.Equal(("m", 0.5f, 100, 0.25f), (options.ModelId, options.Temperature, options.MaxOutputTokens, options.TopP));
        Assert.Equal("END", Assert.Single(options.StopSequences!));
        Assert.Same(ChatResponseFormat.Json, options.ResponseFormat);
        Assert.Equal("low", options.AdditionalProperties!["reasoning_effort"]);
        Assert.Same(ChatToolMode.Auto, options.ToolMode);
        Assert.False(options.AllowMultipleToolCalls);
        var tool = Assert.IsAssignableFrom<AIFunction>(Assert.Single(options.Tools!));
        Assert.Equal(("P_F", "Counts"), (tool.Name, tool.Description));
        Assert.Equal(5, Assert.IsType<JsonElement>(await tool.InvokeAsync(new KernelArguments { ["n"] = 5 }, Cancellation)).GetInt32());
    }

    [Fact]
    public async Task Messages_of_every_kind_reach_the_client()
    {
        using var client = new ScriptedClient(new ChatResponseUpdate(ChatRole.Assistant, "ok"));
        var history = new ChatHistory("sys");
        history.AddUserMessage([new TextContent("look"), new ImageContent(new byte[] { 1 }, "image/png"), new ImageContent(new Uri("https://x.y/z.png"))]);
        var call = new FunctionCallContent("F", "P", "1", new() { ["n"] = 1 });
        history.Add(new ChatMessageContent(AuthorRole.Assistant, [call]));
        history.Add(new FunctionResultContent(call, "one").ToChatMessage());
        await client.AsChatCompletionService().GetChatMessageContentsAsync(history, cancellationToken: Cancellation);
        Assert.Equal("system user assistant tool", string.Join(' ', client.Messages.Select(message => message.Role.Value)));
        Assert.Equal("TextContent DataContent UriContent", string.Join(' ', client.Messages[1].Contents.Select(content => content.GetType().Name)));
        Assert.Equal("P_F", Assert.IsType<AI.FunctionCallContent>(client.Messages[2].Contents[0]).Name);
        Assert.Equal(("1", "one"), Assert.IsType<AI.FunctionResultContent>(client.Messages[3].Contents[0]) is var result ? (result.CallId, result.Result) : default);
        Assert.Equal(4, history.Count);
    }

    [Fact]
    public void The_service_knows_the_clients_model()
    {
        using var client = new ScriptedClient();
        Assert.Equal("scripted", client.GetModelId());
        Assert.Equal("scripted", client.AsChatCompletionService().GetModelId());
    }

    private static AI.FunctionCallContent Call(string id, string name, int n) => new(id, name, new Dictionary<string, object?>(StringComparer.Ordinal) { ["n"] = n });

    private sealed class ScriptedClient(params ChatResponseUpdate[] updates) : IChatClient
    {
        public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

        public ChatOptions? Options { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            (Messages, Options) = ([.. messages], options);
            return Task.FromResult(updates.ToChatResponse());
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            (Messages, Options) = ([.. messages], options);
            foreach (var update in updates)
            {
                await Task.Yield();
                yield return update;
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("test", new Uri("http://127.0.0.1"), "scripted") : null;

        public void Dispose()
        {
        }
    }
}
