using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AgentHost.SemanticKernel.Tests.PublicSurface;

/// <summary>Signatures of members, as the lists of Vectors/api write them.</summary>
internal static class MemberText
{
    public static string Of(Type type, ConstructorInfo constructor) =>
        $"{Access(constructor)} {TypeNames.Short(type)}({Parameters(constructor)})";

    public static string Of(MethodInfo method)
    {
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        return $"{Access(method)} {Modifiers(method)}{TypeNames.Of(method.ReturnParameter)} {method.Name}{generics}({Parameters(method)}){Constraints(method.IsGenericMethod ? method.GetGenericArguments() : [])}";
    }

    public static string Of(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(Surface.IsSeen).ToList();
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var get = accessors.Contains(property.GetMethod!) ? "get; " : "";
        var set = accessors.Contains(property.SetMethod!) ? IsInit(property.SetMethod!) ? "init; " : "set; " : "";
        return $"{Access(accessors[0])} {Modifiers(accessors[0])}{TypeNames.Of(property)} {name} {{ {get}{set}}}";
    }

    public static string Of(FieldInfo field)
    {
        var access = field.IsPublic ? "public" : "protected";
        if (field.IsLiteral)
        {
            var value = field.GetRawConstantValue() is string text ? $"\"{(text.Length > 100 ? "..." : text)}\"" : field.GetRawConstantValue();
            return $"{access} const {TypeNames.Of(field)} {field.Name} = {value}";
        }

        return $"{access} {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeNames.Of(field)} {field.Name}";
    }

    public static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    public static string Constraints(Type[] arguments) => string.Concat(arguments.Select(Constraint));

    private static string Constraint(Type argument)
    {
        var constraints = argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeNames.Short).ToList();
        if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            constraints.Insert(0, "class");
        }

        return constraints.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter.IsDefined(typeof(EnumeratorCancellationAttribute)) ? "[EnumeratorCancellation] " : "";
        prefix += parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        prefix += parameter.ParameterType.IsByRef ? parameter.IsOut ? "out " : "ref " : "";
        return $"{prefix}{TypeNames.Of(parameter)} {parameter.Name}{Default(parameter)}";
    }

    private static string Default(ParameterInfo parameter) => !parameter.HasDefaultValue ? "" : " = " + parameter.DefaultValue switch
    {
        null when parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null => "default",
        null => "null",
        true => "true",
        false => "false",
        string text => $"\"{text}\"",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
        {
            return "static ";
        }

        if (method.DeclaringType!.IsInterface || !method.IsVirtual)
        {
            return "";
        }

        var isOverride = method.GetBaseDefinition() != method;
        return method switch
        {
            { IsAbstract: true } => "abstract ",
            { IsFinal: true } => isOverride ? "sealed override " : "",
            _ => isOverride ? "override " : "virtual ",
        };
    }

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
