using AgentHost.Plugins.Net;
using AgentHost.Plugins.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace AgentHost.Plugins.Tests.Net;

public class GuardTests
{
    private static readonly string[] AnyText = ["text/"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:192.168.0.1")]
    [InlineData("93.184.216.34 127.0.0.1")]
    [InlineData("127.0.0.1 93.184.216.34")]
    public async Task A_name_that_resolves_to_a_private_address_is_refused_without_naming_it(string addresses)
    {
        var internet = new FakeInternet().Name("inside.example", addresses);
        using var fetcher = internet.Fetcher();

        var error = await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync("http://inside.example/", AnyText, Token));

        Assert.Equal(WebFetchFailure.RefusedAddress, error.Failure);
        Assert.All(addresses.Split(' '), address => Assert.DoesNotContain(address, error.Message, StringComparison.Ordinal));
        Assert.Empty(internet.Dialled);
    }

    [Fact]
    public async Task A_name_that_changes_between_two_pages_is_checked_again()
    {
        await using var site = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.Headers.Connection = "close";
            return context.Response.WriteAsync("public");
        });
        var internet = new FakeInternet().Name("rebind.example", FakeInternet.PublicAddress, "127.0.0.1").Route(FakeInternet.PublicAddress, site);
        using var fetcher = internet.Fetcher();

        var first = await fetcher.FetchAsync($"http://rebind.example:{site.Port}/", AnyText, Token);
        var error = await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync($"http://rebind.example:{site.Port}/", AnyText, Token));

        Assert.Equal("public"u8.ToArray(), first.Body.ToArray());
        Assert.Equal(WebFetchFailure.RefusedAddress, error.Failure);
        Assert.Single(site.Requests);
    }

    [Fact]
    public async Task The_connection_goes_to_the_address_that_was_checked_whatever_the_name_says_next()
    {
        await using var site = await LoopbackServer.StartAsync("text/plain", "public");
        // A second look-up within the request would give the private address.
        var internet = new FakeInternet().Name("rebind.example", FakeInternet.PublicAddress, "127.0.0.1").Route(FakeInternet.PublicAddress, site);
        using var fetcher = internet.Fetcher();

        await fetcher.FetchAsync("http://rebind.example/", AnyText, Token);

        Assert.Single(internet.LookedUp);
        Assert.Equal(FakeInternet.PublicAddress, Assert.Single(internet.Dialled).Address.ToString());
    }

    [Fact]
    public async Task Where_one_address_does_not_answer_the_next_one_is_asked()
    {
        await using var site = await LoopbackServer.StartAsync("text/plain", "second");
        var internet = new FakeInternet().Name("two.example", $"93.184.216.35 {FakeInternet.PublicAddress}").Route(FakeInternet.PublicAddress, site);
        using var fetcher = internet.Fetcher();

        var page = await fetcher.FetchAsync("http://two.example/", AnyText, Token);

        Assert.Equal("second"u8.ToArray(), page.Body.ToArray());
        Assert.Equal(["93.184.216.35", FakeInternet.PublicAddress], internet.Dialled.Select(endpoint => endpoint.Address.ToString()));
    }

    [Fact]
    public async Task A_redirect_to_a_private_name_is_refused()
    {
        await using var canary = await LoopbackServer.StartAsync("text/plain", "the canary sings");
        await using var site = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect($"http://inside.example:{canary.Port}/");
            return Task.CompletedTask;
        });
        var internet = new FakeInternet().Name("site.example", FakeInternet.PublicAddress).Route(FakeInternet.PublicAddress, site).Name("inside.example", "127.0.0.1");
        using var fetcher = internet.Fetcher();

        var error = await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync("http://site.example/", AnyText, Token));

        Assert.Equal(WebFetchFailure.RefusedAddress, error.Failure);
        Assert.Empty(canary.Requests);
    }

    [Fact]
    public async Task An_allowed_pair_is_reached_and_no_other_port_or_spelling()
    {
        await using var allowed = await LoopbackServer.StartAsync("text/plain", "inside");
        await using var other = await LoopbackServer.StartAsync("text/plain", "the canary sings");
        var internet = new FakeInternet().Name("inside.example", "127.0.0.1").Name("alias.example", "127.0.0.1");
        using var fetcher = internet.Fetcher(new WebOptions { AllowedPrivateHosts = { $"Inside.example:{allowed.Port}" } });

        var page = await fetcher.FetchAsync($"http://inside.example:{allowed.Port}/", AnyText, Token);

        Assert.Equal("inside"u8.ToArray(), page.Body.ToArray());
        foreach (var url in (string[])[$"http://inside.example:{other.Port}/", $"http://alias.example:{allowed.Port}/", $"http://127.0.0.1:{allowed.Port}/", $"http://inside.example.:{allowed.Port}/"])
            await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync(url, AnyText, Token));
        Assert.Single(allowed.Requests);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_redirect_from_an_allowed_pair_to_another_port_is_refused()
    {
        await using var other = await LoopbackServer.StartAsync("text/plain", "the canary sings");
        await using var allowed = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect($"http://127.0.0.1:{other.Port}/");
            return Task.CompletedTask;
        });
        using var fetcher = new FakeInternet().Fetcher(new WebOptions { AllowedPrivateHosts = { $"127.0.0.1:{allowed.Port}" } });

        var error = await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync($"http://127.0.0.1:{allowed.Port}/", AnyText, Token));

        Assert.Equal(WebFetchFailure.RefusedAddress, error.Failure);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Neither_cookies_nor_credentials_are_sent()
    {
        await using var site = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers.SetCookie = "id=1; Path=/";
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync("x");
        });
        var internet = new FakeInternet().Name("site.example", FakeInternet.PublicAddress).Route(FakeInternet.PublicAddress, site);
        using var clients = internet.Clients();
        using var client = clients.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer secret");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", "a=b");

        await client.GetStringAsync("http://site.example/", Token);
        await client.GetStringAsync("http://site.example/", Token);

        Assert.Equal(2, site.Requests.Count);
        Assert.All(site.Requests, request => Assert.False(request.Headers.ContainsKey("Cookie") || request.Headers.ContainsKey("Authorization")));
    }

    [Theory]
    [InlineData("https://site.example/", "http://site.example/")]
    [InlineData("https://site.example/", "http://other.example/")]
    public void A_redirect_may_not_give_up_encryption(string from, string to)
    {
        var error = Assert.Throws<WebFetchException>(() => WebUrl.CheckRedirect(new Uri(from), new Uri(to)));
        Assert.Equal(WebFetchFailure.Redirect, error.Failure);
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("::ffff:93.184.216.34")]
    public async Task The_machines_own_public_address_is_refused(string own)
    {
        var internet = new FakeInternet { Own = { own } }.Name("self.example", FakeInternet.PublicAddress);
        using var fetcher = internet.Fetcher();
        var error = await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync("http://self.example/", AnyText, Token));
        Assert.Equal(WebFetchFailure.RefusedAddress, error.Failure);
        Assert.Empty(internet.Dialled);
    }

    [Fact]
    public async Task A_name_without_an_address_is_an_unknown_host()
    {
        using var fetcher = new FakeInternet().Fetcher();
        var error = await Assert.ThrowsAsync<WebFetchException>(() => fetcher.FetchAsync("http://nowhere.example/", AnyText, Token));
        Assert.Equal(WebFetchFailure.UnknownHost, error.Failure);
    }
}
