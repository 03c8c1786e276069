namespace AgentHost.Runs;

/// <summary>Why a run was cancelled. The first reason given counts.</summary>
internal enum StopReason
{
    None,

    /// <summary>A client asked for it: the stop verb.</summary>
    Requested,

    /// <summary>No reader was left, and none came back within the grace time.</summary>
    Abandoned,

    /// <summary>The run took longer than the limit allows.</summary>
    TimeLimit,

    /// <summary>The host is shutting down.</summary>
    Shutdown,
}
