namespace AgentHost.Plugins.WebSearch;

/// <summary>A search failed; the message is for the model and the client.</summary>
internal sealed class SearchException(string message, bool mayRetry = false, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>Whether another attempt may help.</summary>
    public bool MayRetry { get; } = mayRetry;

    /// <summary>How long the engine asks to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
