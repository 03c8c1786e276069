using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentHost.Testing.Upstream;
using AgentHost.Tests.Hosting;

namespace AgentHost.Tests.Golden;

/// <summary>
/// A folder is a scenario: <c>request.json</c> comes in, <c>upstream-N.txt</c> are the provider's answers (status, headers, an
/// empty line, bytes), <c>upstream-request-N.json</c> is what the provider must have got, <c>response.txt</c> what the client
/// must get, byte for byte. With UPDATE_GOLDEN=1 the expected files are written anew, for review with git diff.
/// </summary>
public sealed partial class GoldenTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string, int> Scenarios()
    {
        var data = new TheoryData<string, int>();
        foreach (var folder in Directory.GetDirectories(Root).Order(StringComparer.Ordinal))
        {
            // However the provider's bytes are cut, the client gets the same.
            foreach (var size in new[] { int.MaxValue, 1, 7 }) data.Add(Path.GetFileName(folder), size);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Every_scenario_gives_exactly_its_bytes(string scenario, int cut)
    {
        var folder = Path.Combine(Root, scenario);
        await using var host = await TestHost.StartAsync(new() { ["Plugins:Disabled:0"] = "web_search", ["Plugins:Disabled:1"] = "web_parse", ["Plugins:Disabled:2"] = "get_current_time" });
        foreach (var file in Directory.GetFiles(folder, "upstream-?.txt").Order(StringComparer.Ordinal))
            host.Upstream.Enqueue(ReadAnswer(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), cut));

        var stream = await host.ChatAsync(await File.ReadAllTextAsync(Path.Combine(folder, "request.json"), TestContext.Current.CancellationToken), withIds: true);

        for (var i = 0; i < host.Upstream.Requests.Count; i++)
            await CompareAsync(folder, string.Create(CultureInfo.InvariantCulture, $"upstream-request-{i + 1}.json"), Indent(host.Upstream.Requests[i].Text));
        Assert.Equal(Directory.GetFiles(folder, "upstream-?.txt").Length, host.Upstream.Requests.Count);

        // The one part that is random by nature; tests of its own hold it.
        await CompareAsync(folder, "response.txt", Seal().Replace(stream.Raw, "\"seal\":\"*\""));
    }

    private static Answer ReadAnswer(string text, int cut)
    {
        var (head, body) = text.IndexOf("\n\n", StringComparison.Ordinal) is var end and > 0 ? (text[..end], text[(end + 2)..]) : (text, "");
        var lines = head.Split('\n');
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var answer = status == 200 ? Answer.Cut(Encoding.UTF8.GetBytes(body), cut) : Answer.Status(status, body);
        return lines.Skip(1).Select(line => line.Split(": ", 2)).Aggregate(answer, (current, header) => current.Header(header[0], header[1]));
    }

    private static async Task CompareAsync(string folder, string file, string actual)
    {
        var path = Path.Combine(folder, file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, actual);
            await File.WriteAllTextAsync(path.Replace(AppContext.BaseDirectory, SourceDirectory(), StringComparison.Ordinal), actual);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), actual);
    }

    private static string SourceDirectory()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory.GetFiles("*.csproj").Length == 0) directory = directory.Parent!;
        return directory.FullName + Path.DirectorySeparatorChar;
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Indent(string json) => JsonSerializer.Serialize(JsonElement.Parse(json), Indented) + "\n";

    [GeneratedRegex("\"seal\":\"[^\"]*\"")]
    private static partial Regex Seal();
}
