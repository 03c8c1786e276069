using System.Globalization;

namespace AgentHost.Plugins.WebSearch.Brave;

/// <summary>Brave's web search API.</summary>
internal sealed class BraveProvider : ISearchProvider
{
    // The API refuses more in one request.
    private const int MaxCount = 20;

    public string Name => SearchProviderNames.Brave;

    public void Validate(WebSearchOptions options, OptionMistakes mistakes)
    {
        mistakes.Url("Brave:BaseUrl", options.Brave.BaseUrl);
        mistakes.Check(!string.IsNullOrWhiteSpace(options.Brave.ApiKey), "Brave:ApiKey", "is required when Plugins:WebSearch:Provider is brave");
    }

    public HttpRequestMessage CreateRequest(WebSearchOptions options, string query, int count)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, SearchLink.Below(options.Brave.BaseUrl, "/res/v1/web/search",
            ("q", query), ("count", Math.Min(count, MaxCount).ToString(CultureInfo.InvariantCulture))));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("X-Subscription-Token", options.Brave.ApiKey);
        return request;
    }

    public IReadOnlyList<SearchResult> Read(string body) => BraveAnswer.Read(body);

    public string? Explain(int status) => status == 422 ? "Brave refuses the query or the key" : null;
}
