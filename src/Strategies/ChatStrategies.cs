using System.Collections.Concurrent;
using System.Collections.Frozen;
using AgentHost.Strategies.Resilience;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentHost.Strategies;

/// <summary>The strategies by name, and the services that they make.</summary>
public sealed class ChatStrategies
{
    private readonly FrozenDictionary<string, IChatStrategy> _strategies;
    private readonly ConcurrentDictionary<ProviderOptions, ProviderRetry> _retries = new(ReferenceEqualityComparer.Instance);
    private readonly TimeProvider _time;

    /// <summary>Takes every registered strategy; of two with one name the later wins.</summary>
    public ChatStrategies(IEnumerable<IChatStrategy> strategies, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(strategies);
        var byName = new Dictionary<string, IChatStrategy>(StringComparer.OrdinalIgnoreCase);
        foreach (var strategy in strategies)
        {
            byName[strategy.Name] = strategy;
        }

        _strategies = byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _time = time;
    }

    /// <summary>The known names, in order of the alphabet.</summary>
    public IEnumerable<string> Names => _strategies.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether there is a strategy of this name; letter case does not matter.</summary>
    public bool Contains(string name) => _strategies.ContainsKey(name);

    /// <summary>The strategy of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the known ones.</exception>
    public IChatStrategy Find(string name) => _strategies.TryGetValue(name, out var strategy)
        ? strategy
        : throw new ArgumentException($"No strategy is named '{name}'. Known are: {string.Join(", ", Names)}.", nameof(name));

    /// <summary>
    /// The service of a model, with the provider's retries around it. All models of one <see cref="ProviderOptions"/> object
    /// share its retry budget and connections.
    /// </summary>
    /// <exception cref="ArgumentException">The provider's kind is unknown, or its entry lacks something.</exception>
    public IChatCompletionService CreateService(ProviderOptions provider, ModelOptions model)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(model);
        var service = Find(provider.Kind).CreateService(provider, model);
        var retry = _retries.GetOrAdd(provider, static (provider, time) => new ProviderRetry(provider.Retries, time, Random.Shared.NextDouble), _time);
        return new RetryingChatService(service, retry);
    }
}
