namespace AgentHost.Plugins.WebSearch;

/// <summary>What differs between search engines: the request, and how the answer is read.</summary>
internal interface ISearchProvider
{
    /// <summary>The name in the settings.</summary>
    string Name { get; }

    /// <summary>The mistakes in this provider's settings, when it is the one in use.</summary>
    void Validate(WebSearchOptions options, OptionMistakes mistakes);

    /// <summary>The request of one attempt.</summary>
    HttpRequestMessage CreateRequest(WebSearchOptions options, string query, int count);

    /// <summary>The results in the body of a 2xx answer.</summary>
    /// <exception cref="SearchException">The body is not an answer; the message may be shown.</exception>
    IReadOnlyList<SearchResult> Read(string body);

    /// <summary>What a status means for this engine beyond the common meaning, or null.</summary>
    string? Explain(int status);
}
