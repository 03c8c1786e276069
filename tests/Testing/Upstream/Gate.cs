namespace AgentHost.Testing.Upstream;

/// <summary>A door in an answer: the upstream waits at it until the test opens it, and the test can wait until it is reached.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the upstream has written everything before the gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets the upstream go on.</summary>
    public void Open() => _opened.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(cancellationToken);
    }
}
