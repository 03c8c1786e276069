using System.Net;

namespace AgentHost.Plugins.Net;

/// <summary>Checks every URL before it is asked for, sends no credentials, and follows redirects one checked hop at a time.</summary>
internal sealed class GuardedHandler(WebOptions options, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        WebUrl.Check(request.RequestUri ?? throw new WebFetchException(WebFetchFailure.BadUrl, "the URL is empty"));
        for (var hop = 0; ; hop++)
        {
            RemoveCredentials(request);
            var response = await SendUnwrappedAsync(request, cancellationToken);
            if (NextHop(request, response) is not { } next)
                return response;
            response.Dispose();
            if (hop >= options.MaxRedirects)
                throw new WebFetchException(WebFetchFailure.Redirect, $"the page redirects more than {options.MaxRedirects} times");
            WebUrl.CheckRedirect(request.RequestUri!, next);
            request.RequestUri = next;
            request.Headers.Host = null;
            request.Headers.Referrer = null;
        }
    }

    // What the connector threw arrives wrapped.
    private async Task<HttpResponseMessage> SendUnwrappedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error) when (error.InnerException is WebFetchException)
        {
            throw error.InnerException;
        }
    }

    // A request with a body is never repeated elsewhere: its redirect is the caller's answer.
    private static Uri? NextHop(HttpRequestMessage request, HttpResponseMessage response)
    {
        var redirects = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
            or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!redirects || request.Content is not null || response.Headers.Location is not { } location)
            return null;
        return location.IsAbsoluteUri ? location
            : Uri.TryCreate(request.RequestUri!, location, out var absolute) ? absolute
            : throw new WebFetchException(WebFetchFailure.Redirect, "the page redirects to a broken URL");
    }

    private static void RemoveCredentials(HttpRequestMessage request)
    {
        request.Headers.Authorization = null;
        request.Headers.ProxyAuthorization = null;
        request.Headers.Remove("Cookie");
    }
}
