namespace AgentHost.Plugins.WebSearch.SearXng;

/// <summary>A SearXNG instance's JSON API.</summary>
internal sealed class SearXngProvider : ISearchProvider
{
    public string Name => SearchProviderNames.SearXng;

    public void Validate(WebSearchOptions options, OptionMistakes mistakes) => mistakes.Url("SearXng:BaseUrl", options.SearXng.BaseUrl);

    public HttpRequestMessage CreateRequest(WebSearchOptions options, string query, int count)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, SearchLink.Below(options.SearXng.BaseUrl ?? "", "/search", ("q", query), ("format", "json")));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    public IReadOnlyList<SearchResult> Read(string body) => SearXngAnswer.Read(body);

    public string? Explain(int status) => status == 403 ? "SearXNG refuses JSON: add json to search.formats in its settings.yml" : null;
}
