using AgentHost.Plugins.Tests.Fakes;
using AgentHost.Plugins.Time;

namespace AgentHost.Plugins.Tests.Time;

public class TimeTests
{
    [Theory]
    [InlineData(null, "2026-03-29T01:30:00+00:00", "Sunday, 29 March 2026, 01:30", "UTC")]
    [InlineData("utc", "2026-03-29T01:30:00+00:00", "Sunday, 29 March 2026, 01:30", "UTC")]
    [InlineData("Europe/Berlin", "2026-03-29T03:30:00+02:00", "Sunday, 29 March 2026, 03:30", "Europe/Berlin")]
    [InlineData("America/New_York", "2026-03-28T21:30:00-04:00", "Saturday, 28 March 2026, 21:30", "America/New_York")]
    [InlineData("Asia/Kolkata", "2026-03-29T07:00:00+05:30", "Sunday, 29 March 2026, 07:00", "Asia/Kolkata")]
    public async Task The_time_is_told_in_the_zone_that_is_asked_for(string? zone, string time, string words, string name)
    {
        await using var services = Tools.Services(time: new FixedTime());
        Assert.Equal(new TimeResult(time, words, name), await services.CallAsync<TimeResult>("get_current_time", new() { ["time_zone"] = zone }));
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("../../etc/passwd")]
    [InlineData("\n\0")]
    public async Task An_unknown_zone_is_an_error_in_words(string zone)
    {
        await using var services = Tools.Services(time: new FixedTime());
        var result = await services.CallAsync<TimeResult>("get_current_time", new() { ["time_zone"] = zone });
        Assert.Contains("There is no time zone", result.Error, StringComparison.Ordinal);
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero);
    }
}
