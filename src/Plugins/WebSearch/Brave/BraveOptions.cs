namespace AgentHost.Plugins.WebSearch.Brave;

/// <summary>Section <c>Plugins:WebSearch:Brave</c>.</summary>
public sealed class BraveOptions
{
    /// <summary>Where the API is. Default <c>https://api.search.brave.com</c>.</summary>
    public string BaseUrl { get; set; } = "https://api.search.brave.com";

    /// <summary>The subscription token. Required when Brave is the provider.</summary>
    public string? ApiKey { get; set; }
}
