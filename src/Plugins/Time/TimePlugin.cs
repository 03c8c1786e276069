using System.ComponentModel;
using System.Globalization;
using Microsoft.SemanticKernel;

namespace AgentHost.Plugins.Time;

/// <summary>The tool <c>get_current_time</c>.</summary>
[Description("Tells the date and the time.")]
internal sealed class TimePlugin(TimeProvider time)
{
    [KernelFunction("get_current_time")]
    [ToolAction("Looking at the clock")]
    [Description("Returns the current date and time. Use it whenever an answer depends on today's date, the day of the week or the time.")]
    public TimeResult GetCurrentTime(
        [Description("The IANA name of a time zone, for example \"Europe/Berlin\". UTC when left out.")] string? time_zone = null)
    {
        if (Find(time_zone) is not { } zone)
            return new TimeResult(Error: $"There is no time zone \"{Words.Short(time_zone, 60)}\". Use an IANA name such as Europe/Berlin or America/New_York.");
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone);
        return new TimeResult(
            now.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            now.ToString("dddd, d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture),
            zone.Id);
    }

    private static TimeZoneInfo? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().ToUpperInvariant() is "UTC" or "GMT" or "Z")
            return TimeZoneInfo.Utc;
        return name.Length <= 100 && TimeZoneInfo.TryFindSystemTimeZoneById(name.Trim(), out var zone) ? zone : null;
    }
}
