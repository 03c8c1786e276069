namespace AgentHost.Plugins.WebSearch.DuckDuckGo;

/// <summary>Section <c>Plugins:WebSearch:DuckDuckGo</c>.</summary>
public sealed class DuckDuckGoOptions
{
    /// <summary>Where the page is. Default <c>https://html.duckduckgo.com</c>.</summary>
    public string BaseUrl { get; set; } = "https://html.duckduckgo.com";
}
