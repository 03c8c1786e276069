namespace AgentHost.Runs;

/// <summary>A run was not admitted. Nothing of it has happened. The message is for the client.</summary>
internal sealed class RunRefusedException(string message) : Exception(message)
{
    /// <summary>As many runs as allowed go on already.</summary>
    public static RunRefusedException Busy() => new("The server is at its limit of concurrent runs. Try again in a moment.");

    /// <summary>The host is about to end.</summary>
    public static RunRefusedException ShuttingDown() => new("The server is shutting down. Try again in a moment.");
}
