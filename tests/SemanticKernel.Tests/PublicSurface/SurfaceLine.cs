using System.Text.RegularExpressions;

namespace AgentHost.SemanticKernel.Tests.PublicSurface;

/// <summary>One type or member of a public surface: its signature, and the attributes that matter to callers.</summary>
internal sealed partial record SurfaceLine(string Signature, IReadOnlyList<string> Attributes)
{
    /// <summary>Attributes without which callers see something else.</summary>
    public IEnumerable<string> Binding => Attributes.Where(attribute =>
        (attribute.StartsWith("[Json", StringComparison.Ordinal) && !attribute.StartsWith("[JsonDerivedType", StringComparison.Ordinal)) ||
        attribute.StartsWith("[Experimental", StringComparison.Ordinal) ||
        attribute.StartsWith("[Obsolete", StringComparison.Ordinal));

    public static SurfaceLine Parse(string line)
    {
        var attributes = TrailingAttributes().Match(line).Groups[1].Captures.Select(capture => capture.Value.Trim()).ToList();
        return new SurfaceLine(TrailingAttributes().Replace(line, string.Empty).TrimEnd(), attributes);
    }

    [GeneratedRegex("""( \[(?:Json[A-Za-z]*|Experimental|Obsolete|EditorBrowsable|AttributeUsage|RequiresUnreferencedCode)(?:\((?:"[^"]*"|[^"\]])*\))?\])+$""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TrailingAttributes();
}
