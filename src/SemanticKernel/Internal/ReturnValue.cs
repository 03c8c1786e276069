using System.Reflection;

namespace Microsoft.SemanticKernel.Internal;

/// <summary>What a method returns, once it is done.</summary>
internal static class ReturnValue
{
    private static readonly MethodInfo OfTask = Method(nameof(AwaitTask));
    private static readonly MethodInfo OfValueTask = Method(nameof(AwaitValueTask));

    public static bool IsAsynchronous(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask) || Generic(type) is { } generic &&
        (generic == typeof(Task<>) || generic == typeof(ValueTask<>) || generic == typeof(IAsyncEnumerable<>));

    /// <summary>The type of the value: what a task gives; void for a plain task.</summary>
    public static Type TypeOf(Type type)
    {
        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return typeof(void);
        }

        return Generic(type) is { } generic && (generic == typeof(Task<>) || generic == typeof(ValueTask<>)) ? type.GenericTypeArguments[0] : type;
    }

    /// <summary>How to get the value from what a method of this type returned.</summary>
    public static Func<object?, ValueTask<object?>> Unwrapper(Type type)
    {
        if (type == typeof(Task))
        {
            return static async result =>
            {
                await NotNull<Task>(result);
                return null;
            };
        }

        if (type == typeof(ValueTask))
        {
            return static async result =>
            {
                await NotNull<ValueTask>(result);
                return null;
            };
        }

        var helper = Generic(type) is not { } generic ? null : generic == typeof(Task<>) ? OfTask : generic == typeof(ValueTask<>) ? OfValueTask : null;
        return helper is null
            ? static result => new(result)
            : helper.MakeGenericMethod(type.GenericTypeArguments).CreateDelegate<Func<object?, ValueTask<object?>>>();
    }

    private static Type? Generic(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : null;

    private static MethodInfo Method(string name) => typeof(ReturnValue).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static T NotNull<T>(object? result) =>
        result is T typed ? typed : throw new KernelException("Function returned null unexpectedly.");

    private static async ValueTask<object?> AwaitTask<T>(object? result) => await NotNull<Task<T>>(result);

    private static async ValueTask<object?> AwaitValueTask<T>(object? result) => await NotNull<ValueTask<T>>(result);
}
