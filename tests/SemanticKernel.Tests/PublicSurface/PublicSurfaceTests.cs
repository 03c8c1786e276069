using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;

namespace AgentHost.SemanticKernel.Tests.PublicSurface;

public class PublicSurfaceTests
{
    private static readonly Dictionary<string, SurfaceLine> Real = Vector.Files("api", "*.txt")
        .SelectMany(File.ReadLines)
        .Where(line => !line.StartsWith('#'))
        .Select(SurfaceLine.Parse)
        .GroupBy(line => line.Signature, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    // Its real base class is of Handlebars.Net.Helpers, which only the real package brings along.
    private static readonly string[] Allowed =
    [
        "T:Microsoft.SemanticKernel.PromptTemplates.Handlebars.HandlebarsPromptTemplateOptions | public sealed class HandlebarsPromptTemplateOptions",
    ];

    [Fact]
    public void Every_public_type_and_member_is_one_of_semantic_kernels() =>
        Assert.Equal(string.Empty, string.Join('\n', Surface.Of(typeof(Kernel).Assembly).Where(line => !Allowed.Contains(line.Signature, StringComparer.Ordinal)).SelectMany(Differences)));

    [Fact]
    public void A_member_that_semantic_kernel_lacks_is_found()
    {
        var differences = Surface.Of(typeof(Sample)).SelectMany(Differences).ToList();
        Assert.Contains(differences, difference => difference.Contains("| public string? Surprise(int count = 3)", StringComparison.Ordinal));
    }

    [Fact]
    public void An_attribute_that_differs_is_found()
    {
        var line = Surface.Of(typeof(TextContent)).Single(line => line.Signature.Contains("TextContent.Encoding |", StringComparison.Ordinal));
        Assert.Empty(Differences(line));
        Assert.Single(Differences(line with { Attributes = [] }));
        Assert.Single(Differences(line with { Attributes = [.. line.Attributes, "[JsonPropertyName(\"x\")]"] }));
    }

    [Fact]
    public void A_default_that_differs_is_found()
    {
        var line = Surface.Of(typeof(FunctionCallContent)).Single(line => line.Signature.Contains(".ctor |", StringComparison.Ordinal));
        Assert.Empty(Differences(line));
        Assert.Single(Differences(line with { Signature = line.Signature.Replace("id = null", "id = \"x\"", StringComparison.Ordinal) }));
    }

    private static IEnumerable<string> Differences(SurfaceLine own)
    {
        if (!Real.TryGetValue(own.Signature, out var real))
        {
            yield return "Semantic Kernel has no " + own.Signature;
            yield break;
        }

        foreach (var attribute in own.Attributes.Except(real.Attributes, StringComparer.Ordinal))
        {
            yield return $"{own.Signature} has {attribute}";
        }

        foreach (var attribute in real.Binding.Except(own.Attributes, StringComparer.Ordinal))
        {
            yield return $"{own.Signature} lacks {attribute}";
        }
    }

    public class Sample
    {
        [JsonIgnore]
        public string? Known { get; set; }

        public string? Surprise(int count = 3) => Known + count;
    }
}
