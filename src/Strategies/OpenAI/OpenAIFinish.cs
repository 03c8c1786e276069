using OpenAI.Chat;

namespace AgentHost.Strategies.OpenAI;

/// <summary>The client's finish reasons in the host's words.</summary>
internal static class OpenAIFinish
{
    public static string Name(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Stop => ChatFinishReasons.Stop,
        ChatFinishReason.Length => ChatFinishReasons.Length,
        ChatFinishReason.ContentFilter => ChatFinishReasons.ContentFilter,
        _ => ChatFinishReasons.ToolCalls,
    };
}
