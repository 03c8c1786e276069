namespace AgentHost.Plugins.WebSearch.Tavily;

/// <summary>Reads <c>{"results":[{"title","url","content"}]}</c>.</summary>
internal static class TavilyAnswer
{
    public static IReadOnlyList<SearchResult> Read(string body) => JsonResults.Read(body, "Tavily", "content", "results");
}
