namespace AgentHost.Context;

/// <summary>The digest that a seal is over: the chat history and the summary, in canonical form.</summary>
internal static class ContextDigest
{
    private static ReadOnlySpan<byte> Purpose => "AgentHost.Context.v1\n"u8;

    /// <summary>Writes the digest, <see cref="CanonicalJson.DigestSize"/> bytes.</summary>
    /// <param name="chatHistory">The chat history as UTF-8 JSON.</param>
    /// <param name="summary">The summary; clients turn null into "" and back, so both are one.</param>
    /// <param name="digest">Takes the digest.</param>
    /// <returns>False when the history has no canonical form.</returns>
    public static bool TryCompute(ReadOnlySpan<byte> chatHistory, string? summary, Span<byte> digest) =>
        CanonicalJson.TryDigest(Purpose, string.IsNullOrEmpty(summary) ? null : summary, chatHistory, digest);
}
