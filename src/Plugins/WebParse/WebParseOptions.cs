namespace AgentHost.Plugins.WebParse;

/// <summary>Section <c>Plugins:WebParse</c>: how much of how many pages a call gives.</summary>
public sealed class WebParseOptions
{
    /// <summary>Pages one call may ask for. Default 8; 1 to 50.</summary>
    public int MaxUrls { get; set; } = 8;

    /// <summary>Pages of one call that are fetched at a time. Default 4; 1 to 16.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>Characters of content for one page. Default 20,000; 500 to 1,000,000.</summary>
    public int MaxCharacters { get; set; } = 20_000;

    /// <summary>Characters of content for one page when the call asks for a summary. Default 5,000; 500 to 1,000,000.</summary>
    public int SummaryCharacters { get; set; } = 5_000;

    /// <summary>Characters of content for all pages of one call, shared evenly. Default 60,000; 500 to 4,000,000.</summary>
    public int MaxTotalCharacters { get; set; } = 60_000;

    /// <summary>Time to parse one page's markup, in milliseconds. Default 3,000; 100 to 60,000.</summary>
    public int ParseMilliseconds { get; set; } = 3_000;
}
