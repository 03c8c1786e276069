using System.Reflection;

namespace AgentHost.Diagnostics;

/// <summary>One of our sections of the settings and the type that it is bound to.</summary>
internal sealed record SettingsSection(string Name, Type Type);

/// <summary>
/// Our sections of the settings, by convention: a class named <c>...Options</c> with a constant <c>Section</c>,
/// in any of our assemblies.
/// </summary>
internal static class SettingsSections
{
    public static IReadOnlyList<SettingsSection> All { get; } =
    [
        .. Ours().SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(type => (Type: type, Name: type.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)))
            .Where(found => found.Name is { IsLiteral: true })
            .Select(found => new SettingsSection((string)found.Name!.GetRawConstantValue()!, found.Type))
            .OrderBy(section => section.Name, StringComparer.Ordinal),
    ];

    private static IEnumerable<Assembly> Ours()
    {
        var program = typeof(SettingsSections).Assembly;
        return program.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("AgentHost.", StringComparison.Ordinal))
            .Select(Assembly.Load)
            .Prepend(program);
    }
}
