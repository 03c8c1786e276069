using System.Reflection;

namespace AgentHost.SemanticKernel.Tests.PublicSurface;

/// <summary>Names of types, as the lists of Vectors/api write them.</summary>
internal static class TypeNames
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>With namespaces, as in the list of what a type derives from.</summary>
    public static string Full(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = type.IsNested ? Full(type.DeclaringType!) + "." + Bare(type) : type.Namespace + "." + Bare(type);
        return type.IsGenericType ? $"{name}<{string.Join(',', type.GetGenericArguments().Select(Full))}>" : name;
    }

    /// <summary>Without namespaces, without regard to null.</summary>
    public static string Short(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return Short(type.GetElementType()!) + "[]";
        }

        var name = type.IsNested && !type.IsGenericParameter ? Short(type.DeclaringType!) + "." + Bare(type) : Bare(type);
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Short))}>" : name;
    }

    public static string Of(ParameterInfo parameter) => Of(Nullability.Create(parameter));

    public static string Of(PropertyInfo property) => Of(Nullability.Create(property));

    public static string Of(FieldInfo field) => Of(Nullability.Create(field));

    private static string Of(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Short(underlying) + "?";
        }

        var name = Name(type, info);
        var isNull = info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable;
        return isNull && !type.IsValueType ? name + "?" : name;
    }

    private static string Name(Type type, NullabilityInfo info)
    {
        if (type.IsArray && info.ElementType is not null)
        {
            return Of(info.ElementType) + "[]";
        }

        if (!type.IsGenericType || info.GenericTypeArguments.Length == 0)
        {
            return Short(type);
        }

        return $"{Bare(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Of))}>";
    }

    private static string Bare(Type type) => type.Name.Split('`')[0];
}
