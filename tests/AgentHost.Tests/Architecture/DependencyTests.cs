using System.Reflection;

namespace AgentHost.Tests.Architecture;

/// <summary>What docs/architecture.md says of dependencies and project references cannot enforce.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Host = typeof(AgentHostApplication).Assembly;

    [Theory]
    [InlineData("AgentHost.Runs", "AgentHost.Protocols")]
    [InlineData("AgentHost.Context", "AgentHost.Protocols")]
    [InlineData("AgentHost.Context", "AgentHost.Runs")]
    [InlineData("AgentHost.Context", "AgentHost.Streaming")]
    [InlineData("AgentHost.Streaming", "AgentHost.Protocols")]
    [InlineData("AgentHost.Models", "AgentHost.Protocols")]
    [InlineData("AgentHost.Models", "AgentHost.Runs")]
    [InlineData("AgentHost.Prompts", "AgentHost.Runs")]
    [InlineData("AgentHost.Diagnostics", "AgentHost.Protocols")]
    public void A_lower_part_does_not_know_a_higher_one(string lower, string higher)
    {
        var types = Host.GetTypes().Where(type => IsIn(type, lower)).ToList();

        Assert.NotEmpty(types);
        Assert.Empty(types.SelectMany(type => Mentioned(type).Where(other => IsIn(other, higher)).Select(other => $"{type} -> {other}")));
    }

    [Fact]
    public void A_protocol_does_not_know_another()
    {
        var protocols = Host.GetTypes().Where(type => IsIn(type, "AgentHost.Protocols")).ToList();

        var crossings = protocols.SelectMany(type => Mentioned(type)
            .Where(other => IsIn(other, "AgentHost.Protocols") && !IsIn(other, "AgentHost.Protocols.Shapes") && other.Namespace != type.Namespace)
            .Select(other => $"{type} -> {other}"));

        Assert.Empty(crossings);
    }

    [Theory]
    [InlineData("AgentHost.Strategies", "AgentHost.Plugins")]
    [InlineData("AgentHost.Plugins", "AgentHost.Strategies")]
    [InlineData("AgentHost.Strategies", "AgentHost")]
    [InlineData("AgentHost.Plugins", "AgentHost")]
    public void Assemblies_refer_downwards_only(string assembly, string other)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name);

        Assert.DoesNotContain(other, references);
    }

    [Fact]
    public void Only_strategies_know_a_providers_client()
    {
        Assert.DoesNotContain(Host.GetReferencedAssemblies(), name => name.Name is "OpenAI" or "Anthropic");
    }

    [Fact]
    public void The_host_shows_nothing_to_the_outside()
    {
        Assert.DoesNotContain(Host.GetExportedTypes(), type => type.Namespace?.StartsWith("AgentHost", StringComparison.Ordinal) == true);
    }

    private static bool IsIn(Type type, string space) =>
        type.Namespace == space || type.Namespace?.StartsWith(space + ".", StringComparison.Ordinal) == true;

    private static IEnumerable<Type> Mentioned(Type type)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var members = type.GetFields(All).Select(field => field.FieldType)
            .Concat(type.GetProperties(All).Select(property => property.PropertyType))
            .Concat(type.GetMethods(All).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(All).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(type.GetMethods(All).SelectMany(method => method.GetMethodBody()?.LocalVariables.Select(variable => variable.LocalType) ?? []));
        return members.SelectMany(Parts).Concat(type.BaseType is { } parent ? [parent] : []).Concat(type.GetInterfaces()).Distinct();
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];
}
