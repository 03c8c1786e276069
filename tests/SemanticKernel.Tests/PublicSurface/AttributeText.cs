using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;

namespace AgentHost.SemanticKernel.Tests.PublicSurface;

/// <summary>Attributes, as the lists of Vectors/api write them.</summary>
internal static class AttributeText
{
    public static IReadOnlyList<string> Of(MemberInfo member) =>
        [.. member.GetCustomAttributes(inherit: false).OfType<Attribute>().Select(Of).OfType<string>()];

    private static string? Of(Attribute attribute) => attribute switch
    {
        ExperimentalAttribute experimental => $"[Experimental(\"{experimental.DiagnosticId}\")]",
        ObsoleteAttribute obsolete => $"[Obsolete(\"{obsolete.Message}\")]",
        EditorBrowsableAttribute browsable => $"[EditorBrowsable({browsable.State})]",
        AttributeUsageAttribute usage => $"[AttributeUsage({usage.ValidOn}, AllowMultiple={(usage.AllowMultiple ? "true" : "false")})]",
        JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Always } => "[JsonIgnore]",
        JsonIgnoreAttribute ignore => $"[JsonIgnore(Condition={ignore.Condition})]",
        JsonPropertyNameAttribute name => $"[JsonPropertyName(\"{name.Name}\")]",
        JsonPropertyOrderAttribute order => $"[JsonPropertyOrder({order.Order})]",
        JsonConstructorAttribute => "[JsonConstructor]",
        JsonConverterAttribute { ConverterType: { } type } => $"[JsonConverter(typeof({TypeNames.Short(type)}))]",
        JsonDerivedTypeAttribute derived => $"[JsonDerivedType(typeof({TypeNames.Short(derived.DerivedType)}), \"{derived.TypeDiscriminator}\")]",
        JsonPolymorphicAttribute polymorphic => Of(polymorphic),
        _ => null,
    };

    private static string Of(JsonPolymorphicAttribute polymorphic)
    {
        var handling = polymorphic.UnknownDerivedTypeHandling == default ? "" : $", UnknownDerivedTypeHandling={polymorphic.UnknownDerivedTypeHandling}";
        return $"[JsonPolymorphic(TypeDiscriminatorPropertyName=\"{polymorphic.TypeDiscriminatorPropertyName}\"{handling})]";
    }
}
