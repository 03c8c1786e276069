namespace AgentHost.Plugins.WebSearch.Tavily;

/// <summary>Section <c>Plugins:WebSearch:Tavily</c>.</summary>
public sealed class TavilyOptions
{
    /// <summary>Where the API is. Default <c>https://api.tavily.com</c>.</summary>
    public string BaseUrl { get; set; } = "https://api.tavily.com";

    /// <summary>The API key. Required when Tavily is the provider.</summary>
    public string? ApiKey { get; set; }
}
