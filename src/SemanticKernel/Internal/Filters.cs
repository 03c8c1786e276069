namespace Microsoft.SemanticKernel.Internal;

/// <summary>Calls filters, each around the next, in the order in which they were added.</summary>
internal static class Filters
{
    public static Task RunAsync<TFilter, TContext>(
        IList<TFilter>? filters,
        TContext context,
        Func<TFilter, TContext, Func<TContext, Task>, Task> call,
        Func<TContext, Task> core) => RunFromAsync(filters, context, call, core, index: 0);

    private static Task RunFromAsync<TFilter, TContext>(
        IList<TFilter>? filters,
        TContext context,
        Func<TFilter, TContext, Func<TContext, Task>, Task> call,
        Func<TContext, Task> core,
        int index) =>
        filters is not null && index < filters.Count
            ? call(filters[index], context, next => RunFromAsync(filters, next, call, core, index + 1))
            : core(context);
}
