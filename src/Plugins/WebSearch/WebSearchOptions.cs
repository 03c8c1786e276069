using AgentHost.Plugins.WebSearch.Brave;
using AgentHost.Plugins.WebSearch.DuckDuckGo;
using AgentHost.Plugins.WebSearch.SearXng;
using AgentHost.Plugins.WebSearch.Tavily;

namespace AgentHost.Plugins.WebSearch;

/// <summary>Section <c>Plugins:WebSearch</c>: which engine answers searches.</summary>
public sealed class WebSearchOptions
{
    /// <summary>One of <see cref="SearchProviderNames"/>. Default <c>duckduckgo</c>.</summary>
    public string Provider { get; set; } = SearchProviderNames.DuckDuckGo;

    /// <summary>Most results of one call, whatever it asks for. Default 20; 1 to 50.</summary>
    public int MaxResults { get; set; } = 20;

    /// <summary>Time for one attempt in seconds. Default 10; 1 to 120.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Attempts when the engine is busy, broken or not reached. Default 2; 1 to 5.</summary>
    public int Attempts { get; set; } = 2;

    /// <summary>The pause before another attempt in milliseconds; the engine's <c>Retry-After</c> counts up to ten times that. Default 1,000; 0 to 60,000.</summary>
    public int RetryMilliseconds { get; set; } = 1_000;

    /// <summary>DuckDuckGo's page without scripts; needs no key.</summary>
    public DuckDuckGoOptions DuckDuckGo { get; set; } = new();

    /// <summary>Brave's search API.</summary>
    public BraveOptions Brave { get; set; } = new();

    /// <summary>Tavily's search API.</summary>
    public TavilyOptions Tavily { get; set; } = new();

    /// <summary>A SearXNG instance.</summary>
    public SearXngOptions SearXng { get; set; } = new();
}
