namespace AgentHost.Plugins.WebSearch.SearXng;

/// <summary>Section <c>Plugins:WebSearch:SearXng</c>.</summary>
public sealed class SearXngOptions
{
    /// <summary>The instance's address, such as <c>http://localhost:8888</c>. Required when SearXNG is the provider.</summary>
    public string? BaseUrl { get; set; }
}
