using System.Net;
using AgentHost.Plugins.Net;
using AgentHost.Plugins.Tests.Fakes;
using AgentHost.Testing.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AgentHost.Plugins.Tests.Net;

/// <summary>The edges of the guard: exact limits, and what a redirect may not carry on.</summary>
public class GuardLimitTests
{
    private static readonly string[] AnyText = ["text/"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public async Task A_body_may_have_exactly_the_limit(int length, bool fits)
    {
        // Without a Content-Length, so that only reading tells.
        await using var site = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            await context.Response.StartAsync();
            await context.Response.WriteAsync(new string('x', length));
        });
        var internet = new FakeInternet().Name("site.example", FakeInternet.PublicAddress).Route(FakeInternet.PublicAddress, site);
        using var fetcher = internet.Fetcher(new WebOptions { MaxBytes = 2_000 });

        var failure = await Record.ExceptionAsync(() => fetcher.FetchAsync("http://site.example/", AnyText, Token));

        Assert.Equal(fits ? null : WebFetchFailure.TooLarge, (failure as WebFetchException)?.Failure);
        Assert.Equal(fits, failure is null);
    }

    [Theory]
    [InlineData("http://user:password@site.example/")]
    [InlineData("http://@site.example/")]
    [InlineData("ftp://site.example/")]
    public async Task A_redirect_is_checked_as_a_url_of_its_own(string target)
    {
        await using var site = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = target;
            return Task.CompletedTask;
        });
        var internet = new FakeInternet().Name("site.example", FakeInternet.PublicAddress).Route(FakeInternet.PublicAddress, site);
        using var fetcher = internet.Fetcher();

        var failure = await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync("http://site.example/", AnyText, Token));

        Assert.Equal(WebFetchFailure.BadUrl, failure.Failure);
        Assert.Single(site.Requests);
    }

    [Theory]
    [InlineData("http://@site.example/")]
    [InlineData("http://user@site.example/")]
    public async Task A_url_with_user_info_is_refused_also_an_empty_one(string url)
    {
        using var fetcher = new FakeInternet().Fetcher();

        var failure = await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync(url, AnyText, Token));

        Assert.Equal(WebFetchFailure.BadUrl, failure.Failure);
    }

    [Fact]
    public async Task A_redirect_takes_neither_host_nor_referrer_along_and_a_request_with_a_body_is_not_repeated()
    {
        var seen = new List<(string Host, string? Referrer)>();
        await using var site = await LoopbackServer.StartAsync(context =>
        {
            seen.Add((context.Request.Host.Host, context.Request.Headers.Referer));
            context.Response.StatusCode = context.Request.Path == "/old" ? 307 : 200;
            context.Response.Headers.Location = "http://two.example/new";
            return Task.CompletedTask;
        });
        var internet = new FakeInternet().Name("one.example", FakeInternet.PublicAddress).Name("two.example", FakeInternet.PublicAddress).Route(FakeInternet.PublicAddress, site);
        using var client = internet.Clients().CreateClient();
        using var get = new HttpRequestMessage(HttpMethod.Get, "http://one.example/old") { Headers = { Host = "one.example", Referrer = new Uri("http://secret.example/") } };
        using var post = new HttpRequestMessage(HttpMethod.Post, "http://one.example/old") { Content = new StringContent("secret") };

        using var followed = await client.SendAsync(get, Token);
        using var kept = await client.SendAsync(post, Token);

        Assert.Equal(HttpStatusCode.OK, followed.StatusCode);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, kept.StatusCode);
        Assert.Equal([("one.example", "http://secret.example/"), ("two.example", null), ("one.example", null)], seen);
    }

    [Fact]
    public async Task An_address_that_never_answers_is_given_up_after_the_time_for_connecting()
    {
        var time = new ManualTime();
        var options = Options.Create(new WebOptions { ConnectTimeoutSeconds = 3, TimeoutSeconds = 30 });
        using var factory = new GuardedHttpClientFactory(
            options,
            time,
            static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(FakeInternet.PublicAddress)]),
            static async (_, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return Stream.Null;
            },
            static () => []);
        using var fetcher = new WebFetcher(factory, options, time);
        var fetching = fetcher.FetchAsync("http://silent.example/", AnyText, Token);

        await time.WhenTimerIsSetAsync(TimeSpan.FromSeconds(3), Token);
        time.Advance(TimeSpan.FromSeconds(3));

        var failure = await Assert.ThrowsAsync<WebFetchException>(() => fetching.WaitAsync(TimeSpan.FromSeconds(10), Token));
        Assert.Equal(WebFetchFailure.Connection, failure.Failure);
    }
}
