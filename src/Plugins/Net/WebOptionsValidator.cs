using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace AgentHost.Plugins.Net;

internal sealed class WebOptionsValidator : IValidateOptions<WebOptions>
{
    public ValidateOptionsResult Validate(string? name, WebOptions options)
    {
        var mistakes = new OptionMistakes("Plugins:Web");
        mistakes.Range(nameof(options.MaxBytes), options.MaxBytes, 1_024, 100_000_000);
        mistakes.Range(nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, 300);
        mistakes.Range(nameof(options.ConnectTimeoutSeconds), options.ConnectTimeoutSeconds, 1, 60);
        mistakes.Range(nameof(options.MaxRedirects), options.MaxRedirects, 0, 20);
        using var probe = new HttpRequestMessage();
        mistakes.Check(probe.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent)
            && probe.Headers.UserAgent.Count > 0, nameof(options.UserAgent), "must be a User-Agent header's value");
        for (var i = 0; i < options.AllowedPrivateHosts.Count; i++)
        {
            mistakes.Check(HostAndPort.TryParse(options.AllowedPrivateHosts[i], out _), $"{nameof(options.AllowedPrivateHosts)}:{i}",
                $"is \"{options.AllowedPrivateHosts[i]}\", but must be host:port, such as intranet.example:8080 or [::1]:8080");
        }

        return mistakes.Result;
    }
}
