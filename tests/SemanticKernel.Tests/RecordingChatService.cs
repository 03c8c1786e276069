using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.SemanticKernel.Tests;

/// <summary>A chat service that keeps what it is asked and gives prepared answers.</summary>
internal sealed class RecordingChatService(params string[] answers) : IChatCompletionService
{
    private int _next;

    public List<ChatHistory> Asked { get; } = [];

    public List<PromptExecutionSettings?> Settings { get; } = [];

    public IReadOnlyDictionary<string, object?> Attributes { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Asked.Add([.. chatHistory]);
        Settings.Add(executionSettings);
        return Task.FromResult<IReadOnlyList<ChatMessageContent>>([new ChatMessageContent(AuthorRole.Assistant, Next(), "recorder")]);
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked.Add([.. chatHistory]);
        Settings.Add(executionSettings);
        foreach (var word in Next().Split(' '))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StreamingChatMessageContent(AuthorRole.Assistant, word);
        }
    }

    private string Next() => answers.Length == 0 ? "ok" : answers[Math.Min(_next++, answers.Length - 1)];
}
