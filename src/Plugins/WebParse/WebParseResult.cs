namespace AgentHost.Plugins.WebParse;

/// <summary>One page of a call: either content or an error.</summary>
/// <param name="Url">The URL as it was asked for.</param>
/// <param name="Title">The page's title, when it has one.</param>
/// <param name="Content">The page's main text in Markdown, with absolute links.</param>
/// <param name="Note">What is to know about the content, such as that it was cut.</param>
/// <param name="Error">Why there is no content.</param>
public sealed record ParsedPage(string Url, string? Title = null, string? Content = null, string? Note = null, string? Error = null);

/// <summary>What <c>web_parse</c> gives.</summary>
/// <param name="Pages">One entry per URL, in the order of the call.</param>
/// <param name="Error">Set when no page could be read at all.</param>
public sealed record WebParseResult(IReadOnlyList<ParsedPage> Pages, string? Error = null) : IToolResult
{
    /// <summary>The JSON that the model reads.</summary>
    public override string ToString() => ToolJson.Of(this);
}
