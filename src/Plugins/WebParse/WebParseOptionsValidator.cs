using Microsoft.Extensions.Options;

namespace AgentHost.Plugins.WebParse;

internal sealed class WebParseOptionsValidator : IValidateOptions<WebParseOptions>
{
    public ValidateOptionsResult Validate(string? name, WebParseOptions options)
    {
        var mistakes = new OptionMistakes("Plugins:WebParse");
        mistakes.Range(nameof(options.MaxUrls), options.MaxUrls, 1, 50);
        mistakes.Range(nameof(options.Concurrency), options.Concurrency, 1, 16);
        mistakes.Range(nameof(options.MaxCharacters), options.MaxCharacters, 500, 1_000_000);
        mistakes.Range(nameof(options.SummaryCharacters), options.SummaryCharacters, 500, 1_000_000);
        mistakes.Range(nameof(options.MaxTotalCharacters), options.MaxTotalCharacters, 500, 4_000_000);
        mistakes.Range(nameof(options.ParseMilliseconds), options.ParseMilliseconds, 100, 60_000);
        mistakes.Range(nameof(options.PagesAtOnce), options.PagesAtOnce, 1, 10_000);
        mistakes.Range(nameof(options.ParsesAtOnce), options.ParsesAtOnce, 1, 1_000);
        return mistakes.Result;
    }
}
