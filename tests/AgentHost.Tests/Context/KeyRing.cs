using AgentHost.Context;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentHost.Tests.Context;

/// <summary>A directory of keys, and hosts that share it.</summary>
public sealed class KeyRing : IDisposable
{
    private readonly List<ServiceProvider> _hosts = [];

    internal string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("agenthost-keys-").FullName;

    /// <summary>Starts one more host on these keys.</summary>
    internal ServiceProvider Host(TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock ?? TimeProvider.System);
        var all = settings.Append(("Context:KeysDirectory", Directory)).Select(s => KeyValuePair.Create(s.Item1, (string?)s.Item2));
        services.AddConversationContext(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        var host = services.BuildServiceProvider();
        _hosts.Add(host);
        return host;
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
            host.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
