namespace AgentHost.Plugins.WebSearch;

/// <summary>The values of <see cref="WebSearchOptions.Provider"/>; case does not matter.</summary>
public static class SearchProviderNames
{
    /// <summary>DuckDuckGo's HTML page.</summary>
    public const string DuckDuckGo = "duckduckgo";

    /// <summary>Brave Search API.</summary>
    public const string Brave = "brave";

    /// <summary>Tavily.</summary>
    public const string Tavily = "tavily";

    /// <summary>SearXNG.</summary>
    public const string SearXng = "searxng";
}
