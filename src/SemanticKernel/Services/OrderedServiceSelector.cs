using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel.Services;

/// <summary>Takes the first service that settings name by id, then by model, then the default one.</summary>
internal sealed class OrderedServiceSelector : IAIServiceSelector
{
    public static OrderedServiceSelector Instance { get; } = new();

    public bool TrySelectAIService<T>(
        Kernel kernel,
        KernelFunction function,
        KernelArguments arguments,
        [NotNullWhen(true)] out T? service,
        out PromptExecutionSettings? serviceSettings)
        where T : class, IAIService
    {
        (service, serviceSettings) = Select<T>(kernel, arguments.ExecutionSettings ?? function.ExecutionSettings);
        return service is not null;
    }

    private static (T? Service, PromptExecutionSettings? Settings) Select<T>(Kernel kernel, IReadOnlyDictionary<string, PromptExecutionSettings>? settings)
        where T : class, IAIService
    {
        if (settings is null || settings.Count == 0)
        {
            return (kernel.GetAllServices<T>().LastOrDefault(), null);
        }

        var byId = settings.Where(entry => !IsDefault(entry.Key))
            .Select(entry => (Service: Keyed<T>(kernel, entry.Key), Settings: (PromptExecutionSettings?)entry.Value));
        var byModel = settings.Values.Where(value => !string.IsNullOrEmpty(value.ModelId))
            .Select(value => (Service: kernel.GetAllServices<T>().FirstOrDefault(service => service.GetModelId() == value.ModelId), Settings: (PromptExecutionSettings?)value));
        var byDefault = settings.Where(entry => IsDefault(entry.Key))
            .Select(entry => (Service: kernel.GetAllServices<T>().LastOrDefault(), Settings: (PromptExecutionSettings?)entry.Value));
        return byId.Concat(byModel).Concat(byDefault).FirstOrDefault(found => found.Service is not null);
    }

    private static bool IsDefault(string serviceId) => serviceId == PromptExecutionSettings.DefaultServiceId || serviceId.Length == 0;

    private static T? Keyed<T>(Kernel kernel, string key)
        where T : class => (kernel.Services as IKeyedServiceProvider)?.GetKeyedService<T>(key);
}
