using System.Net.Http.Headers;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace AgentHost.Plugins.Net;

/// <summary>Fetches one URL through the guard, within the limits of <see cref="WebOptions"/>.</summary>
/// <param name="clients">Where the guarded client comes from.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the time limit.</param>
public sealed class WebFetcher(GuardedHttpClientFactory clients, IOptions<WebOptions> options, TimeProvider time) : IDisposable
{
    private readonly HttpClient _client = clients.CreateClient();

    /// <summary>Fetches <paramref name="url"/> with GET and gives the whole body.</summary>
    /// <param name="url">An absolute http or https URL.</param>
    /// <param name="mediaTypes">Types that are welcome, such as <c>text/html</c>; one that ends in a slash, such as <c>image/</c>, takes all below it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="WebFetchException">It was refused or failed; the message may be shown.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<FetchedContent> FetchAsync(string url, IReadOnlyCollection<string> mediaTypes, CancellationToken cancellationToken)
    {
        var uri = WebUrl.Parse(url);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await GetAsync(uri, mediaTypes, either.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WebFetchException(WebFetchFailure.TimedOut, $"the page took longer than {options.Value.TimeoutSeconds} seconds", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new WebFetchException(WebFetchFailure.Connection, error.InnerException is AuthenticationException
                ? "no secure connection could be made: the host's certificate is not accepted" : "the connection failed", error);
        }
        catch (InvalidDataException error)
        {
            throw new WebFetchException(WebFetchFailure.ContentType, "the compressed content is broken", error);
        }
    }

    /// <summary>Disposes the client; the factory's pool stays.</summary>
    public void Dispose() => _client.Dispose();

    private async Task<FetchedContent> GetAsync(Uri uri, IReadOnlyCollection<string> mediaTypes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.TryAddWithoutValidation("Accept", string.Join(", ", mediaTypes.Select(type => type.EndsWith('/') ? type + "*" : type)) + ", */*;q=0.1");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", ContentDecoder.Accepted);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new WebFetchException(WebFetchFailure.Status, $"the server answered with status {(int)response.StatusCode}");
        var type = response.Content.Headers.ContentType;
        var mediaType = CheckType(type, mediaTypes);
        var body = await ReadAsync(response.Content, cancellationToken);
        return new FetchedContent(request.RequestUri ?? uri, mediaType, type?.CharSet?.Trim('"', '\'', ' '), body);
    }

    private static string CheckType(MediaTypeHeaderValue? type, IReadOnlyCollection<string> mediaTypes)
    {
        var found = type?.MediaType?.ToLowerInvariant()
            ?? throw new WebFetchException(WebFetchFailure.ContentType, "the server does not say of what type the content is");
        return mediaTypes.Any(wanted => wanted.EndsWith('/') ? found.StartsWith(wanted, StringComparison.Ordinal) : found == wanted)
            ? found
            : throw new WebFetchException(WebFetchFailure.ContentType, $"the content is of type {Words.Short(found)}, which is not supported here");
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var limit = options.Value.MaxBytes;
        if (content.Headers.ContentLength > limit)
            throw LimitedStream.TooLarge(limit);
        await using var body = ContentDecoder.Open(await content.ReadAsStreamAsync(cancellationToken), content.Headers.ContentEncoding, limit);
        using var memory = new MemoryStream();
        await body.CopyToAsync(memory, cancellationToken);
        return memory.ToArray();
    }
}
