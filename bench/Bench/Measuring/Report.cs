using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AgentHost.Bench.Processes;

namespace AgentHost.Bench.Measuring;

/// <summary>The figures as text: medians, each with its ratio to the baseline and to the passthrough of the same run.</summary>
internal static class Report
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Text(BenchSettings settings, IReadOnlyList<TargetResult> results)
    {
        var text = new StringBuilder();
        text.AppendLine(Plain, $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}; {settings.Rounds} rounds of {settings.Phase.TotalSeconds} s a target after {settings.WarmUp.TotalSeconds} s of warm-up each; {settings.FramesAWrite} frames a write; medians");
        Throughput(text, settings, results);
        FirstText(text, results);
        ColdFigures(text, settings, results);
        Memory(text, settings, results);
        foreach (var bar in Bars.Of(results))
            text.AppendLine(Plain, $"{(bar.Met ? "met   " : "MISSED")} {bar.Claim}: {bar.Measured:0.00} (bar: {(bar.AtLeast ? "at least" : "at most")} {bar.Limit})");
        return text.ToString();
    }

    private static void Throughput(StringBuilder text, BenchSettings settings, IReadOnlyList<TargetResult> results)
    {
        Head(text, "Whole streams", "at 1 /s", FormattableString.Invariant($"at {settings.Concurrency} /s"), "x baseline", "x passthr.", "CPU ms each", "upstream's", "driver's");
        foreach (var r in results)
        {
            Row(
                text,
                r.Name,
                Number(Statistics.Median(r.Rounds.Select(x => x.StreamsAt1)), "0"),
                Number(Statistics.Median(r.Rounds.Select(x => x.StreamsAtMany)), "0"),
                Against(results, Targets.Baseline, other => Bars.ThroughputRatio(r, other)),
                Against(results, Targets.Passthrough, other => Bars.ThroughputRatio(r, other)),
                Number(Statistics.Median(r.Rounds.Select(x => x.CpuMsPerStream.Target)), "0.00"),
                Number(Statistics.Median(r.Rounds.Select(x => x.CpuMsPerStream.Upstream)), "0.00"),
                Number(Statistics.Median(r.Rounds.Select(x => x.CpuMsPerStream.Driver)), "0.00"));
        }
    }

    private static void FirstText(StringBuilder text, IReadOnlyList<TargetResult> results)
    {
        Head(text, "First text, ms", "median", "p99", "+ passthr.", "+ direct", "at many");
        foreach (var r in results)
        {
            Row(
                text,
                r.Name,
                Number(Statistics.Median(r.FirstTextMs), "0.000"),
                Number(Statistics.Percentile(r.FirstTextMs, 0.99), "0.000"),
                Against(results, Targets.Passthrough, other => Bars.AddedMs(r, other), "0.000"),
                Against(results, Targets.Direct, other => Bars.AddedMs(r, other), "0.000"),
                Number(Statistics.Median(r.Rounds.Select(x => x.FirstTextAtManyMs)), "0.0"));
        }
    }

    private static void ColdFigures(StringBuilder text, BenchSettings settings, IReadOnlyList<TargetResult> results)
    {
        Head(text, "Cold process", "start ms", "1st text ms", FormattableString.Invariant($"1st s at {settings.Concurrency}"));
        foreach (var r in results.Where(r => r.Name != Targets.Direct))
        {
            Row(
                text,
                r.Name,
                Number(Statistics.Median(r.Cold.Select(c => c.StartMs)), "0"),
                Number(Statistics.Median(r.Cold.Select(c => c.FirstTextMs)), "0.0"),
                Number(Statistics.Median(r.Cold.Select(c => c.FirstSecondStreams)), "0"));
        }
    }

    private static void Memory(StringBuilder text, BenchSettings settings, IReadOnlyList<TargetResult> results)
    {
        Head(text, "Resident memory", "started MiB", "loaded MiB", "silent KiB*", "x passthr.", "silent MiB");
        foreach (var r in results.Where(r => r.Name != Targets.Direct))
        {
            Row(
                text,
                r.Name,
                Number(r.RestingMiB, "0"),
                Number(r.LoadedMiB, "0"),
                Number(Statistics.Median(r.Idle.Select(i => i.KiBPerStream)), "0.0"),
                Against(results, Targets.Passthrough, other => Bars.IdleRatio(r, other)),
                Number(Statistics.Median(r.Idle.Select(i => i.WithStreamsMiB)), "0"));
        }

        text.AppendLine(Plain, $"* a stream, with {settings.IdleStreams} open and their upstream silent, in a fresh process").AppendLine();
    }

    private static void Head(StringBuilder text, string first, params string[] cells)
    {
        text.AppendLine();
        Row(text, first, cells);
    }

    private static void Row(StringBuilder text, string first, params string[] cells) =>
        text.Append(first.PadRight(18)).AppendLine(string.Concat(cells.Select(c => c.PadLeft(13))));

    private static string Against(IReadOnlyList<TargetResult> results, string name, Func<TargetResult, double> value, string format = "0.00") =>
        results.FirstOrDefault(r => r.Name == name) is { } other ? Number(value(other), format) : "-";

    private static string Number(double value, string format) => double.IsNaN(value) ? "-" : value.ToString(format, Plain);
}
