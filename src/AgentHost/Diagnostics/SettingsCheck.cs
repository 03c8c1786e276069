using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace AgentHost.Diagnostics;

/// <summary>Environment variables and settings of the framework that could not be honoured; they stop the start together with everything else.</summary>
internal sealed record EnvironmentMistakes(IReadOnlyList<string> Lines);

/// <summary>The types of options that somebody registered a validator for.</summary>
internal sealed class ValidatedOptions(IServiceCollection services)
{
    public IEnumerable<Type> Types => services
        .Select(service => service.ServiceType)
        .Where(type => type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
        .Select(type => type.GenericTypeArguments[0])
        .Distinct();
}

/// <summary>All mistakes in the settings at once, before anything is built on them.</summary>
internal sealed class SettingsCheck(IConfiguration configuration, EnvironmentMistakes environment, ValidatedOptions validated, IServiceProvider services)
{
    // The framework's own, and those that the models read and check key by key.
    private static readonly string[] Others = ["Models", "Providers", "Logging", "Kestrel", "AllowedHosts", "Urls", "HTTP_PORTS", "HTTPS_PORTS", "contentRoot", "environment"];

    /// <summary>What has no meaning and stops nothing; known after <see cref="ThrowForMistakes"/>.</summary>
    public IReadOnlyList<string> Unknown { get; private set; } = [];

    /// <summary>Goes through everything that was set.</summary>
    /// <exception cref="SettingsException">There are mistakes.</exception>
    public void ThrowForMistakes()
    {
        var mistakes = new List<string>(environment.Lines);
        var unknown = new List<string>(UnknownSections());
        var reader = new SectionReader(mistakes, unknown);
        foreach (var section in SettingsSections.All) reader.Read(configuration.GetSection(section.Name), section.Type);
        var unreadable = mistakes.Count > environment.Lines.Count;
        foreach (var type in validated.Types) mistakes.AddRange(Validate(type, unreadable));
        Unknown = unknown;
        if (mistakes.Count > 0) throw new SettingsException([.. mistakes.Distinct(StringComparer.Ordinal)]);
    }

    private IEnumerable<string> Validate(Type type, bool unreadable)
    {
        try
        {
            _ = services.GetService(typeof(IOptions<>).MakeGenericType(type)) is { } options
                ? options.GetType().GetProperty(nameof(IOptions<>.Value))!.GetValue(options)
                : null;
            return [];
        }
        catch (System.Reflection.TargetInvocationException wrapped) when (wrapped.InnerException is OptionsValidationException invalid)
        {
            return StartFailure.Describe(invalid);
        }
        catch (System.Reflection.TargetInvocationException wrapped) when (unreadable && wrapped.InnerException is InvalidOperationException)
        {
            // The binder stops at the first value of a wrong type; the reader has named them all.
            return [];
        }
    }

    private IEnumerable<string> UnknownSections()
    {
        var names = SettingsSections.All.Select(section => section.Name.Split(':')[0]).Concat(Others).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (configuration as IConfigurationRoot)?.Providers.OfType<JsonConfigurationProvider>()
            .SelectMany(provider => provider.GetChildKeys([], null))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(key => !names.Contains(key))
            .Select(key => $"{key} means nothing; the sections here are {string.Join(", ", names)}") ?? [];
    }
}
