using System.Net.Http.Json;

namespace AgentHost.Plugins.WebSearch.Tavily;

/// <summary>Tavily's search API.</summary>
internal sealed class TavilyProvider : ISearchProvider
{
    private const int MaxCount = 20;

    public string Name => SearchProviderNames.Tavily;

    public void Validate(WebSearchOptions options, OptionMistakes mistakes)
    {
        mistakes.Url("Tavily:BaseUrl", options.Tavily.BaseUrl);
        mistakes.Check(!string.IsNullOrWhiteSpace(options.Tavily.ApiKey), "Tavily:ApiKey", "is required when Plugins:WebSearch:Provider is tavily");
    }

    public HttpRequestMessage CreateRequest(WebSearchOptions options, string query, int count)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, SearchLink.Below(options.Tavily.BaseUrl, "/search"))
        {
            Content = JsonContent.Create(new { query, max_results = Math.Min(count, MaxCount) }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + options.Tavily.ApiKey);
        return request;
    }

    public IReadOnlyList<SearchResult> Read(string body) => TavilyAnswer.Read(body);

    // Tavily's own numbers for used-up plans.
    public string? Explain(int status) => status is 432 or 433 ? "the plan at Tavily is used up" : null;
}
