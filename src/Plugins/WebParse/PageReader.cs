using AgentHost.Plugins.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentHost.Plugins.WebParse;

/// <summary>Fetches one page and turns it into text; what goes wrong becomes the page's error.</summary>
internal sealed partial class PageReader(WebFetcher fetcher, IOptions<WebParseOptions> options, TimeProvider time, ILogger<PageReader> logger) : IDisposable
{
    private static readonly string[] MediaTypes =
    [
        "text/html", "application/xhtml+xml", "text/", "application/json", "application/ld+json", "application/problem+json",
        "application/xml", "application/rss+xml", "application/atom+xml", "application/x-ndjson", "application/yaml",
    ];

    // Any client can have pages read: what one call may cost, many calls at once must not.
    private readonly SemaphoreSlim _pages = new(options.Value.PagesAtOnce);
    private readonly SemaphoreSlim _parses = new(options.Value.ParsesAtOnce);

    public async Task<ParsedPage> ReadAsync(string url, int size, CancellationToken cancellationToken)
    {
        await _pages.WaitAsync(cancellationToken);
        try
        {
            return await FetchAsync(url, size, cancellationToken);
        }
        finally
        {
            _pages.Release();
        }
    }

    public void Dispose()
    {
        _pages.Dispose();
        _parses.Dispose();
    }

    private async Task<ParsedPage> FetchAsync(string url, int size, CancellationToken cancellationToken)
    {
        var shown = WebParsePlugin.Shown(url);
        try
        {
            var content = await fetcher.FetchAsync(url, MediaTypes, cancellationToken);
            return await ParseAsync(shown, content, size, cancellationToken);
        }
        catch (WebFetchException error)
        {
            PageFailed(error.Failure, shown, error.InnerException);
            return new ParsedPage(shown, Error: $"The page was not read: {error.Message}.");
        }
    }

    private async Task<ParsedPage> ParseAsync(string url, FetchedContent content, int size, CancellationToken cancellationToken)
    {
        await _parses.WaitAsync(cancellationToken);
        try
        {
            return Parse(url, content, size, cancellationToken);
        }
        finally
        {
            _parses.Release();
        }
    }

    private ParsedPage Parse(string url, FetchedContent content, int size, CancellationToken cancellationToken)
    {
        var html = content.MediaType is "text/html" or "application/xhtml+xml";
        var text = CharacterSet.Decode(content.Body.Span, content.Charset, html);
        if (!html)
            return Page(url, null, PlainText.Clean(text, size + 1), size, null);
        var budget = new MarkupBudget(time, TimeSpan.FromMilliseconds(options.Value.ParseMilliseconds), cancellationToken);
        var page = HtmlPage.Read(text, content.Url, budget, size + 1);
        return Page(url, page.Title, page.Content, size, page.Note);
    }

    // The readers give one character more than fits when there is more.
    private static ParsedPage Page(string url, string? title, string content, int size, string? note) => content.Length <= size
        ? new ParsedPage(url, title, content, note)
        : new ParsedPage(url, title, Words.Cut(content, size).TrimEnd(), $"Cut: only the first {size} characters are here.");

    [LoggerMessage(Level = LogLevel.Information, Message = "A page was not read ({Failure}): {Url}")]
    private partial void PageFailed(WebFetchFailure failure, string url, Exception? error);
}
