using Microsoft.Extensions.Options;

namespace AgentHost.Plugins;

internal sealed class ToolOptionsValidator(IEnumerable<ToolSource> sources) : IValidateOptions<ToolOptions>
{
    public ValidateOptionsResult Validate(string? name, ToolOptions options)
    {
        var mistakes = new OptionMistakes("Plugins");
        var known = sources.SelectMany(source => source.Functions.Keys.Append(source.PluginName)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < options.Disabled.Count; i++)
        {
            mistakes.Check(known.Contains(options.Disabled[i] ?? ""), $"{nameof(options.Disabled)}:{i}",
                $"is \"{options.Disabled[i]}\", but must be one of {string.Join(", ", known.Order(StringComparer.Ordinal))}");
        }

        return mistakes.Result;
    }
}
