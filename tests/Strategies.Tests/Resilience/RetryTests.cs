using AgentHost.Testing.Time;
using AgentHost.Testing.Upstream;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Strategies.Tests.Resilience;

public sealed class RetryTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private FakeUpstream _upstream = null!;
    private TestServices _services = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync(cancellationToken: Cancellation);
        _services = new TestServices(_time);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task The_wait_is_what_the_provider_asked_for()
    {
        _upstream.Enqueue(OpenAIFrames.RateLimited(7), OpenAIFrames.TextAnswer("x"));
        var said = SaidAsync(new ProviderRetries { Max = 1 });

        await _time.WhenTimerIsSetAsync(TimeSpan.FromSeconds(7), Cancellation);
        _time.Advance(TimeSpan.FromSeconds(7) - TimeSpan.FromTicks(1));
        Assert.Single(_upstream.Requests);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(("x", 2), ((await said).Text, (await said).Attempts!.Value));
    }

    [Fact]
    public async Task The_wait_may_be_a_date()
    {
        var date = _time.GetUtcNow().AddSeconds(9).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        _upstream.Enqueue(Answer.Status(503).Header("Retry-After", date), OpenAIFrames.TextAnswer("x"));
        var said = SaidAsync(new ProviderRetries { Max = 1 });

        await _time.WhenTimerIsSetAsync(TimeSpan.FromSeconds(9), Cancellation);
        _time.Advance(TimeSpan.FromSeconds(9));

        Assert.Equal("x", (await said).Text);
    }

    [Fact]
    public async Task A_provider_that_asks_for_too_long_a_wait_is_not_asked_again()
    {
        _upstream.Otherwise(OpenAIFrames.RateLimited(21));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => SaidAsync(new ProviderRetries { Max = 3, MaxDelay = TimeSpan.FromSeconds(20) }));

        Assert.Equal((ProviderFailure.RateLimited, TimeSpan.FromSeconds(21), 1), (failure.Failure, failure.RetryAfter!.Value, failure.Attempts));
    }

    [Fact]
    public async Task An_outage_costs_the_budget_and_no_more()
    {
        _upstream.Otherwise(Answer.Status(500).Header("Retry-After", "0"));
        var service = _services.OpenAI(_upstream, new ProviderRetries { Max = 3, Budget = 5 });

        var attempts = new List<int>();
        for (var request = 0; request < 10; request++)
        {
            attempts.Add((await Assert.ThrowsAsync<ProviderException>(() => SaidAsync(service))).Attempts);
        }

        Assert.Equal([4, 3, 1, 1, 1, 1, 1, 1, 1, 1], attempts);
        Assert.Equal(15, _upstream.Requests.Count);
    }

    [Fact]
    public async Task Ten_successes_earn_one_repeat()
    {
        var service = _services.OpenAI(_upstream, new ProviderRetries { Max = 1, Budget = 1 });
        var failing = Answer.Status(500).Header("Retry-After", "0");
        _upstream.Otherwise(failing);
        Assert.Equal(2, (await Assert.ThrowsAsync<ProviderException>(() => SaidAsync(service))).Attempts);
        Assert.Equal(1, (await Assert.ThrowsAsync<ProviderException>(() => SaidAsync(service))).Attempts);

        _upstream.Otherwise(OpenAIFrames.TextAnswer("x"));
        for (var success = 0; success < 10; success++)
        {
            await SaidAsync(service);
        }

        _upstream.Otherwise(failing);
        Assert.Equal(2, (await Assert.ThrowsAsync<ProviderException>(() => SaidAsync(service))).Attempts);
        Assert.Equal(1, (await Assert.ThrowsAsync<ProviderException>(() => SaidAsync(service))).Attempts);
    }

    [Fact]
    public async Task Models_of_one_provider_share_the_budget()
    {
        _upstream.Otherwise(Answer.Status(500).Header("Retry-After", "0"));
        var provider = TestServices.Provider(_upstream.OpenAIAddress, retries: new ProviderRetries { Max = 1, Budget = 1 });
        var one = _services.Strategies.CreateService(provider, TestServices.Model());
        var other = _services.Strategies.CreateService(provider, TestServices.Model());

        Assert.Equal(2, (await Assert.ThrowsAsync<ProviderException>(() => SaidAsync(one))).Attempts);
        Assert.Equal(1, (await Assert.ThrowsAsync<ProviderException>(() => SaidAsync(other))).Attempts);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        _upstream.Otherwise(OpenAIFrames.RateLimited(7));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var said = Said.StreamedAsync(_services.OpenAI(_upstream, new ProviderRetries()), History(), settings: null, kernel: null, source.Token);
        await _time.WhenTimerIsSetAsync(TimeSpan.FromSeconds(7), Cancellation);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => said);
        Assert.Single(_upstream.Requests);
    }

    private static ChatHistory History() => new("Hi", AuthorRole.User);

    private static Task<Said> SaidAsync(IChatCompletionService service) => Said.StreamedAsync(service, History(), settings: null, kernel: null, Cancellation);

    private Task<Said> SaidAsync(ProviderRetries retries) => SaidAsync(_services.OpenAI(_upstream, retries));
}
