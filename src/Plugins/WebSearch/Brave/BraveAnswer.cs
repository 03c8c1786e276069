namespace AgentHost.Plugins.WebSearch.Brave;

/// <summary>Reads <c>{"web":{"results":[{"title","url","description"}]}}</c>; the answer has no <c>web</c> when nothing was found.</summary>
internal static class BraveAnswer
{
    public static IReadOnlyList<SearchResult> Read(string body) => JsonResults.Read(body, "Brave", "description", "web", "results");
}
