namespace AgentHost.Plugins.WebSearch;

/// <summary>One result of a search.</summary>
/// <param name="Title">The page's title, plain text.</param>
/// <param name="Link">The page's absolute URL.</param>
/// <param name="Snippet">A piece of the page, plain text.</param>
public sealed record SearchResult(string Title, string Link, string Snippet);

/// <summary>What <c>web_search</c> gives.</summary>
/// <param name="SearchResults">The results, best first.</param>
/// <param name="Message">Says so when nothing was found.</param>
/// <param name="Error">Why the search failed.</param>
public sealed record WebSearchResult(IReadOnlyList<SearchResult> SearchResults, string? Message = null, string? Error = null) : IToolResult
{
    /// <summary>The JSON that the model reads.</summary>
    public override string ToString() => ToolJson.Of(this);
}
