namespace AgentHost.Context;

/// <summary>The fields of a context.</summary>
internal static class ContextFields
{
    public const string ConversationHistory = "conversation_history";
    public const string Summary = "conversation_summary";
    public const string ChatHistory = "chat_history";
    public const string Seal = "seal";
}
