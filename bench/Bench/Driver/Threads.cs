namespace AgentHost.Bench.Driver;

internal static class Threads
{
    /// <summary>Runs blocking work on a new thread: the thread pool would be slow to grow to as many.</summary>
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
