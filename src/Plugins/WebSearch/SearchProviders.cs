using System.Collections.Frozen;
using AgentHost.Plugins.WebSearch.Brave;
using AgentHost.Plugins.WebSearch.DuckDuckGo;
using AgentHost.Plugins.WebSearch.SearXng;
using AgentHost.Plugins.WebSearch.Tavily;

namespace AgentHost.Plugins.WebSearch;

/// <summary>All search providers by name.</summary>
internal static class SearchProviders
{
    public static readonly FrozenDictionary<string, ISearchProvider> ByName =
        new ISearchProvider[] { new DuckDuckGoProvider(), new BraveProvider(), new TavilyProvider(), new SearXngProvider() }
            .ToFrozenDictionary(provider => provider.Name, StringComparer.OrdinalIgnoreCase);

    public static string Names => string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal));
}
