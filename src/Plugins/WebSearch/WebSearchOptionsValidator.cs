using Microsoft.Extensions.Options;

namespace AgentHost.Plugins.WebSearch;

internal sealed class WebSearchOptionsValidator : IValidateOptions<WebSearchOptions>
{
    public ValidateOptionsResult Validate(string? name, WebSearchOptions options)
    {
        var mistakes = new OptionMistakes("Plugins:WebSearch");
        mistakes.Range(nameof(options.MaxResults), options.MaxResults, 1, 50);
        mistakes.Range(nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, 120);
        mistakes.Range(nameof(options.Attempts), options.Attempts, 1, 5);
        mistakes.Range(nameof(options.RetryMilliseconds), options.RetryMilliseconds, 0, 60_000);
        if (SearchProviders.ByName.TryGetValue(options.Provider ?? "", out var provider))
            provider.Validate(options, mistakes);
        else
            mistakes.Check(false, nameof(options.Provider), $"is \"{options.Provider}\", but must be one of {SearchProviders.Names}");
        return mistakes.Result;
    }
}
