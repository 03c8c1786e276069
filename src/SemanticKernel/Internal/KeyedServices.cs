using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel.Internal;

/// <summary>Which keys a type's services have; a service provider can't say it, so a kernel's builder notes it.</summary>
internal sealed class KeyedServices(IReadOnlyDictionary<Type, object?[]> keys)
{
    public static KeyedServices Of(IServiceCollection services) => new(services
        .GroupBy(service => service.ServiceType)
        .ToDictionary(group => group.Key, group => group.Select(service => service.ServiceKey).Distinct().ToArray()));

    public static bool AreKnown(IServiceProvider services) => services.GetService<KeyedServices>() is not null;

    public static IEnumerable<T> GetAll<T>(IServiceProvider services)
        where T : class => services.GetService<KeyedServices>()?.Keys(typeof(T)).SelectMany(key => services.GetKeyedServices<T>(key)) ?? [];

    private object?[] Keys(Type type) => keys.GetValueOrDefault(type, []);
}
