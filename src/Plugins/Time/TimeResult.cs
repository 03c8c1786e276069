namespace AgentHost.Plugins.Time;

/// <summary>What <c>get_current_time</c> gives.</summary>
/// <param name="Time">The time as ISO 8601 with its offset.</param>
/// <param name="Words">The same in words.</param>
/// <param name="TimeZone">The time zone's name.</param>
/// <param name="Error">Why there is none.</param>
public sealed record TimeResult(string? Time = null, string? Words = null, string? TimeZone = null, string? Error = null) : IToolResult
{
    /// <summary>The JSON that the model reads.</summary>
    public override string ToString() => ToolJson.Of(this);
}
