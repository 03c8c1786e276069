namespace AgentHost.Runs;

/// <summary>Why a run was not admitted.</summary>
internal enum RunRefusal
{
    /// <summary>As many runs as allowed go on already.</summary>
    Busy,

    /// <summary>The host is about to end.</summary>
    ShuttingDown,
}

/// <summary>A run was not admitted. Nothing of it has happened.</summary>
internal sealed class RunRefusedException(RunRefusal refusal) : Exception(
    refusal == RunRefusal.Busy
        ? "The server is at its limit of concurrent runs. Try again in a moment."
        : "The server is shutting down. Try again in a moment.")
{
    public RunRefusal Refusal { get; } = refusal;
}
