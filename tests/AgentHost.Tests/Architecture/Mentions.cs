using System.Reflection;
using System.Reflection.Emit;

namespace AgentHost.Tests.Architecture;

/// <summary>What a type mentions: in its declarations, and in the code of its methods.</summary>
internal static class Mentions
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Every type that a type mentions.</summary>
    public static IEnumerable<Type> Types(Type type) => Declared(type)
        .Concat(Members(type).SelectMany(member => member is Type used ? [used] : MemberTypes(member)))
        .SelectMany(Parts).Distinct();

    /// <summary>Every member that the code of a type's methods uses, and every type that it names.</summary>
    public static IEnumerable<MemberInfo> Members(Type type) =>
        type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)).SelectMany(Members).Distinct();

    private static IEnumerable<Type> Declared(Type type)
    {
        var types = type.GetFields(All).Select(field => field.FieldType)
            .Concat(type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)).SelectMany(Signature))
            .Concat(type.GetMethods(All).SelectMany(method => method.GetMethodBody()?.LocalVariables.Select(variable => variable.LocalType) ?? []))
            .Concat(type.GetInterfaces());
        return type.BaseType is { } parent ? types.Append(parent) : types;
    }

    private static IEnumerable<Type> MemberTypes(MemberInfo member)
    {
        var own = member.DeclaringType is { } declaring ? new[] { declaring } : [];
        return member switch
        {
            FieldInfo field => own.Append(field.FieldType),
            MethodBase method => own.Concat(Signature(method)).Concat(method.IsGenericMethod ? method.GetGenericArguments() : []),
            _ => own,
        };
    }

    private static IEnumerable<Type> Signature(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType).Concat(method is MethodInfo { ReturnType: var type } ? [type] : []);

    private static IEnumerable<MemberInfo> Members(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var at = 0;
        while (at < code.Length)
        {
            var op = Codes[code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at]];
            at += op.Size;
            if (op.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                yield return Resolve(method, BitConverter.ToInt32(code, at));
            at += Length(op.OperandType, code, at);
        }
    }

    private static MemberInfo Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null)!;

    private static int Length(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];
}
