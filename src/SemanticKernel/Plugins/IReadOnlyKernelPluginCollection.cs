using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

/// <summary>Plugins by name.</summary>
public interface IReadOnlyKernelPluginCollection : IReadOnlyCollection<KernelPlugin>
{
    /// <summary>A plugin.</summary>
    /// <param name="name">Its name, without regard to case.</param>
    KernelPlugin this[string name] { get; }

    /// <summary>Looks for a plugin.</summary>
    /// <param name="name">Its name, without regard to case.</param>
    /// <param name="plugin">The plugin.</param>
    bool TryGetPlugin(string name, [NotNullWhen(true)] out KernelPlugin? plugin);
}
