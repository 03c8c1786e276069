using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentHost.Plugins.WebSearch;

/// <summary>
/// Asks the configured engine. Its address comes from the operator's settings, so an ordinary client is used;
/// it follows no redirects, which would carry keys elsewhere.
/// </summary>
internal sealed partial class WebSearcher(IOptions<WebSearchOptions> options, TimeProvider time, ILogger<WebSearcher> logger) : IDisposable
{
    private const int MaxAnswer = 4_000_000;

    private readonly ISearchProvider _provider = SearchProviders.ByName[options.Value.Provider];

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswer,
    };

    /// <summary>At most <paramref name="count"/> results, each link once.</summary>
    /// <exception cref="SearchException">The search failed.</exception>
    public async Task<IReadOnlyList<SearchResult>> SearchAsync(string query, int count, CancellationToken cancellationToken)
    {
        count = Math.Clamp(count, 1, options.Value.MaxResults);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var results = await AttemptAsync(query, count, cancellationToken);
                return [.. results.DistinctBy(result => result.Link, StringComparer.Ordinal).Take(count)];
            }
            catch (SearchException error)
            {
                AttemptFailed(_provider.Name, attempt, error.Message);
                if (!error.MayRetry || attempt >= options.Value.Attempts)
                    throw;
                await Task.Delay(Pause(error), time, cancellationToken);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private TimeSpan Pause(SearchException error)
    {
        var pause = TimeSpan.FromMilliseconds(options.Value.RetryMilliseconds);
        return error.RetryAfter is { } asked && asked > pause ? (asked < 10 * pause ? asked : 10 * pause) : pause;
    }

    private async Task<IReadOnlyList<SearchResult>> AttemptAsync(string query, int count, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = _provider.CreateRequest(options.Value, query, count);
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (compatible; AgentHost/1.0)");
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            CheckStatus(response);
            return _provider.Read(await response.Content.ReadAsStringAsync(either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SearchException($"{_provider.Name} did not answer within {options.Value.TimeoutSeconds} seconds", mayRetry: true);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            RequestFailed(_provider.Name, error);
            throw new SearchException($"{_provider.Name} could not be reached", mayRetry: true);
        }
        catch (InvalidOperationException error)
        {
            // A charset that does not exist.
            RequestFailed(_provider.Name, error);
            throw JsonResults.NotAnAnswer(_provider.Name);
        }
    }

    private void CheckStatus(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (_provider.Explain(status) is { } explained)
            throw new SearchException(explained);
        if (response.IsSuccessStatusCode)
            return;
        throw status switch
        {
            401 or 403 => new SearchException($"{_provider.Name} refuses the key that is configured for it"),
            429 => new SearchException($"{_provider.Name} says that it was asked too often", mayRetry: true, RetryAfter(response)),
            >= 500 => new SearchException($"{_provider.Name} answered with status {status}", mayRetry: true, RetryAfter(response)),
            _ => new SearchException($"{_provider.Name} answered with status {status}"),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date is { } date ? date - time.GetUtcNow() : null);

    [LoggerMessage(Level = LogLevel.Information, Message = "Search with {Provider} failed in attempt {Attempt}: {Reason}")]
    private partial void AttemptFailed(string provider, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The request to {Provider} failed")]
    private partial void RequestFailed(string provider, Exception error);
}
