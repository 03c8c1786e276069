using System.Text.Json;

namespace AgentHost.Plugins.WebSearch;

/// <summary>Reads results from an engine's JSON; entries without a title or a web address are left out.</summary>
internal static class JsonResults
{
    public static IReadOnlyList<SearchResult> Read(string body, string engine, string snippet, params ReadOnlySpan<string> path)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var element = document.RootElement;
            if (element.ValueKind != JsonValueKind.Object)
                throw NotAnAnswer(engine);
            foreach (var name in path)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                    return [];
            }

            return element.ValueKind == JsonValueKind.Array
                ? [.. element.EnumerateArray().Select(entry => Entry(entry, snippet)).OfType<SearchResult>()]
                : [];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw NotAnAnswer(engine);
        }
    }

    public static SearchException NotAnAnswer(string engine) => new($"{engine} sent an answer that could not be read");

    private static SearchResult? Entry(JsonElement entry, string snippet)
    {
        var link = Text(entry, "url");
        var title = PlainSnippet.Of(Text(entry, "title"));
        return SearchLink.IsWeb(link) ? new SearchResult(title.Length > 0 ? title : link!, link!, PlainSnippet.Of(Text(entry, snippet))) : null;
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
