namespace AgentHost.Plugins.WebSearch.SearXng;

/// <summary>Reads <c>{"results":[{"title","url","content"}]}</c>.</summary>
internal static class SearXngAnswer
{
    public static IReadOnlyList<SearchResult> Read(string body) => JsonResults.Read(body, "SearXNG", "content", "results");
}
