using System.Diagnostics;

namespace AgentHost.Bench.Driver;

/// <summary>Keeps a number of connections busy for a while, each on a thread of its own.</summary>
internal static class Load
{
    public static async Task<LoadResult> RunAsync(TargetEndpoint endpoint, int concurrency, TimeSpan duration, CancellationToken cancellationToken)
    {
        var connections = new List<Connection>();
        try
        {
            for (var i = 0; i < concurrency; i++)
                connections.Add(Connection.Open(endpoint));
            var start = Stopwatch.GetTimestamp();
            var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
            var parts = await Task.WhenAll(connections.Select(c => Threads.RunAsync(() => Repeat(c, end, cancellationToken))));
            var times = parts.SelectMany(part => part).ToList();
            // Not a count within the time: streams that run in step would all end just before or just after it.
            var taken = Stopwatch.GetElapsedTime(start, times.Max(t => t.Ended));
            return new LoadResult(times.Count / taken.TotalSeconds, [.. times.Select(t => t.Times.FirstText.TotalMilliseconds)]);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    private static List<(long Ended, StreamTimes Times)> Repeat(Connection connection, long end, CancellationToken cancellationToken)
    {
        var times = new List<(long, StreamTimes)>();
        long now;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stream = connection.Stream();
            now = Stopwatch.GetTimestamp();
            times.Add((now, stream));
        }
        while (now < end);
        return times;
    }
}

/// <summary>Streams per second, until the last that began within the time had ended; first-text times in milliseconds, of all streams.</summary>
internal sealed record LoadResult(double StreamsPerSecond, double[] FirstText);
