using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

/// <summary>Plugins by name, which can be added and removed.</summary>
public sealed class KernelPluginCollection : ICollection<KernelPlugin>, IReadOnlyKernelPluginCollection
{
    private readonly Dictionary<string, KernelPlugin> _plugins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>No plugins.</summary>
    public KernelPluginCollection()
    {
    }

    /// <summary>Given plugins.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public KernelPluginCollection(IEnumerable<KernelPlugin> plugins)
    {
        AddRange(plugins);
    }

    /// <summary>How many plugins there are.</summary>
    public int Count => _plugins.Count;

    bool ICollection<KernelPlugin>.IsReadOnly => false;

    /// <inheritdoc/>
    public KernelPlugin this[string name] =>
        TryGetPlugin(name, out var plugin) ? plugin : throw new KeyNotFoundException($"Plugin {name} not found.");

    /// <summary>Adds a plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <exception cref="ArgumentException">One of that name is there.</exception>
    public void Add(KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        _plugins.Add(plugin.Name, plugin);
    }

    /// <summary>Adds plugins.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <exception cref="ArgumentException">One of a name is there.</exception>
    public void AddRange(IEnumerable<KernelPlugin> plugins)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        foreach (var plugin in plugins)
        {
            Add(plugin);
        }
    }

    /// <summary>Removes a plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(KernelPlugin plugin) => Contains(plugin) && _plugins.Remove(plugin.Name);

    /// <summary>Removes all plugins.</summary>
    public void Clear() => _plugins.Clear();

    /// <summary>The plugins, in the order in which they were added.</summary>
    public IEnumerator<KernelPlugin> GetEnumerator() => _plugins.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether a plugin is there.</summary>
    /// <param name="plugin">The plugin.</param>
    public bool Contains(KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return _plugins.TryGetValue(plugin.Name, out var found) && found == plugin;
    }

    /// <inheritdoc/>
    public bool TryGetPlugin(string name, [NotNullWhen(true)] out KernelPlugin? plugin) => _plugins.TryGetValue(name, out plugin);

    void ICollection<KernelPlugin>.CopyTo(KernelPlugin[] array, int arrayIndex) => _plugins.Values.CopyTo(array, arrayIndex);
}
