using Microsoft.Extensions.Options;

namespace AgentHost.Models;

/// <summary>Stops the start when the settings have mistakes, with all of them.</summary>
internal sealed class ModelSettingsValidator : IValidateOptions<ModelSettings>
{
    public ValidateOptionsResult Validate(string? name, ModelSettings options) =>
        options.Mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Mistakes);
}
