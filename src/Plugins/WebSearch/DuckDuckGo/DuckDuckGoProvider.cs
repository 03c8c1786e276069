namespace AgentHost.Plugins.WebSearch.DuckDuckGo;

/// <summary>DuckDuckGo's page for browsers without scripts.</summary>
internal sealed class DuckDuckGoProvider : ISearchProvider
{
    public string Name => SearchProviderNames.DuckDuckGo;

    public void Validate(WebSearchOptions options, OptionMistakes mistakes) => mistakes.Url("DuckDuckGo:BaseUrl", options.DuckDuckGo.BaseUrl);

    public HttpRequestMessage CreateRequest(WebSearchOptions options, string query, int count)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, SearchLink.Below(options.DuckDuckGo.BaseUrl, "/html/", ("q", query)));
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("Accept-Language", "en;q=0.9, *;q=0.5");
        return request;
    }

    public IReadOnlyList<SearchResult> Read(string body) => DuckDuckGoAnswer.Read(body);

    // The page for visitors who ask too often has a 2xx status of its own.
    public string? Explain(int status) => status is 202 or 403 ? DuckDuckGoAnswer.Challenge : null;
}
