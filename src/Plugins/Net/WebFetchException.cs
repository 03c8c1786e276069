namespace AgentHost.Plugins.Net;

/// <summary>
/// A page was not fetched. The message is written for the model and the client: it names what was asked for,
/// and never an address that a name resolved to.
/// </summary>
/// <param name="failure">Why.</param>
/// <param name="message">A sentence without a full stop.</param>
/// <param name="inner">What the network said; for the log only.</param>
public sealed class WebFetchException(WebFetchFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why the page was not fetched.</summary>
    public WebFetchFailure Failure { get; } = failure;
}
