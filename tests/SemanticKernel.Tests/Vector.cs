using System.Text.Json;

namespace AgentHost.SemanticKernel.Tests;

/// <summary>Files of what the real Semantic Kernel has and does.</summary>
internal static class Vector
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Vectors");

    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    public static JsonElement Json(params string[] path) => JsonSerializer.Deserialize<JsonElement>(Text(path));

    public static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern).Order(StringComparer.Ordinal);
}
