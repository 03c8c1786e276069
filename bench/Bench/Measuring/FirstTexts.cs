using System.Diagnostics;
using AgentHost.Bench.Driver;
using AgentHost.Bench.Processes;

namespace AgentHost.Bench.Measuring;

/// <summary>Times to the first text at concurrency 1, one stream of each target in turn, so that differences are of neighbours.</summary>
internal static class FirstTexts
{
    public static void Measure(
        IReadOnlyList<RunningTarget> targets, TimeSpan duration, Action<string, double> take, CancellationToken cancellationToken)
    {
        var connections = new List<(RunningTarget Target, Connection Connection)>();
        try
        {
            foreach (var target in targets)
                connections.Add((target, Connection.Open(target.Endpoint)));
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var (target, connection) in connections)
                    take(target.Name, connection.Stream().FirstText.TotalMilliseconds);
                connections.Reverse(); // nobody is always behind the same neighbour
            }
        }
        finally
        {
            connections.ForEach(pair => pair.Connection.Dispose());
        }
    }
}
