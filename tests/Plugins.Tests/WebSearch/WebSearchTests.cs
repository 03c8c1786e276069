using System.Globalization;
using AgentHost.Plugins.Tests.Fakes;
using AgentHost.Plugins.WebSearch;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AgentHost.Plugins.Tests.WebSearch;

public class WebSearchTests
{
    private const string DuckDuckGoPage = """
        <!DOCTYPE html><html><head><title>tea at DuckDuckGo</title></head><body><div class="serp__results"><div id="links" class="results">
        <div class="result results_links results_links_deep result--ad"><div class="links_main links_deep result__body"><h2 class="result__title">
          <a rel="nofollow" class="result__a" href="https://duckduckgo.com/y.js?ad_domain=shop.example&amp;u3=x">Buy tea</a></h2></div></div>
        <div class="result results_links results_links_deep web-result "><div class="links_main links_deep result__body"><h2 class="result__title">
          <a rel="nofollow" class="result__a" href="//duckduckgo.com/l/?uddg=https%3A%2F%2Ftea.example%2Fhow%2Dto%3Fa%3D1%26b%3D2&amp;rut=0123abcd">How to brew &amp; serve <b>tea</b></a></h2>
          <a class="result__snippet" href="//duckduckgo.com/l/?uddg=https%3A%2F%2Ftea.example%2F">Boil water, then add
            <b>tea</b>.</a></div></div>
        <div class="result web-result"><h2 class="result__title"><a class="result__a" href="https://direct.example/p">Direct</a></h2></div>
        <div class="result web-result"><h2 class="result__title"><a class="result__a" href="//duckduckgo.com/l/?uddg=javascript%3Aalert(1)">Bad</a></h2></div>
        <div class="result web-result"><h2 class="result__title"><a class="result__a" href="//duckduckgo.com/l/?uddg=https%3A%2F%2Ftea.example%2Fhow%2Dto%3Fa%3D1%26b%3D2">Again</a></h2></div>
        </div></div></body></html>
        """;

    private static readonly SearchResult[] FromDuckDuckGo =
    [
        new("How to brew & serve tea", "https://tea.example/how-to?a=1&b=2", "Boil water, then add tea."),
        new("Direct", "https://direct.example/p", ""),
    ];

    [Fact]
    public async Task DuckDuckGo_results_are_unpacked_and_advertisements_left_out()
    {
        await using var server = await LoopbackServer.StartAsync("text/html; charset=UTF-8", DuckDuckGoPage);
        var result = await Search(server, "duckduckgo", "tea & cake +1", 10);
        Assert.Equal(FromDuckDuckGo, result.SearchResults);
        Assert.Equal("/html/?q=tea%20%26%20cake%20%2B1", Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(int.MaxValue, 2)]
    public async Task The_number_of_results_is_kept_within_reason(int wanted, int given)
    {
        await using var server = await LoopbackServer.StartAsync("text/html", DuckDuckGoPage);
        Assert.Equal(given, (await Search(server, "duckduckgo", "tea", wanted)).SearchResults.Count);
    }

    [Fact]
    public async Task Brave_is_asked_with_its_token_and_its_marks_removed()
    {
        await using var server = await LoopbackServer.StartAsync("application/json", """
            {"type":"search","query":{"original":"tea"},"web":{"type":"search","results":[
              {"title":"Tea &amp; more","url":"https://tea.example/","description":"All about <strong>tea</strong> &amp; pots.","language":"en"},
              {"title":"No address","description":"x"},{"title":"Bad","url":"javascript:alert(1)"},7]}}
            """);
        var result = await Search(server, "Brave", "tea", 30);
        Assert.Equal([new SearchResult("Tea & more", "https://tea.example/", "All about tea & pots.")], result.SearchResults);
        var request = Assert.Single(server.Requests);
        Assert.Equal("/res/v1/web/search?q=tea&count=20", request.Target);
        Assert.Equal("the-key", request.Headers["X-Subscription-Token"]);
    }

    [Fact]
    public async Task Tavily_is_asked_by_post_with_its_key()
    {
        await using var server = await LoopbackServer.StartAsync("application/json", """
            {"query":"tea","answer":null,"images":[],"results":[{"title":"Tea","url":"https://tea.example/","content":"About tea.","score":0.98,"raw_content":null}],"response_time":0.8}
            """);
        var result = await Search(server, "tavily", "tea", 3);
        Assert.Equal([new SearchResult("Tea", "https://tea.example/", "About tea.")], result.SearchResults);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/search", """{"query":"tea","max_results":3}"""), (request.Method, request.Target, request.Body));
        Assert.Equal("Bearer the-key", request.Headers.Authorization);
    }

    [Fact]
    public async Task SearXng_is_asked_for_json()
    {
        await using var server = await LoopbackServer.StartAsync("application/json", """
            {"query":"tea","number_of_results":0,"results":[{"url":"https://tea.example/","title":"Tea","content":"About tea.","engine":"x","score":1.0}],"suggestions":[],"unresponsive_engines":[]}
            """);
        var result = await Search(server, "searxng", "tea", 3);
        Assert.Equal([new SearchResult("Tea", "https://tea.example/", "About tea.")], result.SearchResults);
        Assert.Equal("/search?q=tea&format=json", Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData("duckduckgo", "text/html", "<div id='links'><div class='no-results'>No results.</div></div>")]
    [InlineData("brave", "application/json", """{"type":"search","query":{}}""")]
    [InlineData("tavily", "application/json", """{"results":[]}""")]
    [InlineData("searxng", "application/json", """{"results":[]}""")]
    public async Task Nothing_found_is_said(string provider, string type, string body)
    {
        await using var server = await LoopbackServer.StartAsync(type, body);
        var result = await Search(server, provider, "tea", 3);
        Assert.Equal("""{"search_results":[],"message":"No search results found for \"tea\"."}""", result.ToString());
    }

    [Theory]
    [InlineData("duckduckgo", 200, "<p>hello", "The search failed: DuckDuckGo sent an answer that could not be read.")]
    [InlineData("duckduckgo", 200, "<form id='challenge-form'></form>", "The search failed: DuckDuckGo asks for a proof of being human; wait some minutes, or configure another search provider.")]
    [InlineData("duckduckgo", 202, "x", "The search failed: DuckDuckGo asks for a proof of being human; wait some minutes, or configure another search provider.")]
    [InlineData("brave", 200, "<html>", "The search failed: Brave sent an answer that could not be read.")]
    [InlineData("brave", 200, "[1]", "The search failed: Brave sent an answer that could not be read.")]
    [InlineData("brave", 401, "{}", "The search failed: brave refuses the key that is configured for it.")]
    [InlineData("brave", 302, "{}", "The search failed: brave answered with status 302.")]
    [InlineData("tavily", 432, "{}", "The search failed: the plan at Tavily is used up.")]
    [InlineData("searxng", 403, "{}", "The search failed: SearXNG refuses JSON: add json to search.formats in its settings.yml.")]
    [InlineData("searxng", 200, "{\"results\":[{\"url\":\"\\ud800\"}]}", "The search failed: SearXNG sent an answer that could not be read.")]
    public async Task Failures_are_told_in_words_and_not_repeated(string provider, int status, string body, string expected)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsync(body);
        });
        Assert.Equal(expected, (await Search(server, provider, "tea", 3)).Error);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_busy_engine_is_asked_again(int status)
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = ++requests == 1 ? status : 200;
            return context.Response.WriteAsync(DuckDuckGoPage);
        });
        Assert.Equal(FromDuckDuckGo, (await Search(server, "duckduckgo", "tea", 3)).SearchResults);
    }

    [Fact]
    public async Task An_engine_that_stays_busy_is_asked_as_often_as_configured()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            return Task.CompletedTask;
        });
        Assert.Equal("The search failed: duckduckgo says that it was asked too often.", (await Search(server, "duckduckgo", "tea", 3)).Error);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_engine_that_is_not_there_is_told()
    {
        var server = await LoopbackServer.StartAsync("text/html", "");
        var settings = Settings(server, "duckduckgo");
        await server.DisposeAsync();
        await using var services = Tools.Services(settings);
        Assert.Equal("The search failed: duckduckgo could not be reached.", (await services.CallAsync<WebSearchResult>("web_search", new() { ["query"] = "tea" })).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public async Task An_empty_query_is_refused(string query)
    {
        await using var services = Tools.Services();
        Assert.Equal("The query is empty.", (await services.CallAsync<WebSearchResult>("web_search", new() { ["query"] = query })).Error);
    }

    private static async Task<WebSearchResult> Search(LoopbackServer server, string provider, string query, int count)
    {
        await using var services = Tools.Services(Settings(server, provider));
        return await services.CallAsync<WebSearchResult>("web_search", new() { ["query"] = query, ["num_results"] = count.ToString(CultureInfo.InvariantCulture) });
    }

    private static Dictionary<string, string?> Settings(LoopbackServer server, string provider) => new()
    {
        ["Plugins:WebSearch:Provider"] = provider,
        [$"Plugins:WebSearch:{provider}:BaseUrl"] = server.Url.AbsoluteUri,
        [$"Plugins:WebSearch:{provider}:ApiKey"] = "the-key",
        ["Plugins:WebSearch:RetryMilliseconds"] = "1",
    };
}
