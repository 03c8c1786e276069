using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace AgentHost.Diagnostics;

/// <summary>
/// Goes through a section as the configuration binder does, and notes what that would pass over in silence (keys that
/// mean nothing) or stop at (the first value that is not of its type).
/// </summary>
internal sealed class SectionReader(List<string> mistakes, List<string> unknown)
{
    public void Read(IConfigurationSection section, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsText(type)) ReadText(section, type);
        else if (ValueTypeOf(type) is { } item) ReadItems(section, item);
        else ReadObject(section, type);
    }

    private static bool IsText(Type type) => type == typeof(string) || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <summary>The type of a list's or dictionary's values; null for anything else.</summary>
    private static Type? ValueTypeOf(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        return typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType ? type.GetGenericArguments()[^1] : null;
    }

    private void ReadText(IConfigurationSection section, Type type)
    {
        if (section.Value is not { Length: > 0 } value || type == typeof(string)) return;
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            mistakes.Add($"{section.Path}: '{value}' is not {Describe(type)}.");
        }
    }

    private void ReadItems(IConfigurationSection section, Type item)
    {
        foreach (var child in section.GetChildren()) Read(child, item);
    }

    private void ReadObject(IConfigurationSection section, Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in section.GetChildren())
        {
            if (Array.Find(properties, property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property)
                Read(child, property.PropertyType);
            else if (!SettingsSections.All.Any(section => section.Name.Equals(child.Path, StringComparison.OrdinalIgnoreCase)))
                unknown.Add($"{child.Path} means nothing; the keys here are {string.Join(", ", properties.Select(known => known.Name))}");
        }
    }

    private static string Describe(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time span, as in 00:01:30 or 1.12:00:00"
        : type == typeof(int) || type == typeof(long) ? "a whole number that fits"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(Uri) ? "an address" : "a number";
}
