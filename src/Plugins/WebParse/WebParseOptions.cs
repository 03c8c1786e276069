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

    /// <summary>Pages that are fetched and parsed at a time, of all calls of all runs; the others wait. Default 64; 1 to 10,000.</summary>
    public int PagesAtOnce { get; set; } = 64;

    /// <summary>Pages whose markup is parsed at a time, of all calls of all runs. Default half of the processors, at least 1; 1 to 1,000.</summary>
    public int ParsesAtOnce { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);
}
