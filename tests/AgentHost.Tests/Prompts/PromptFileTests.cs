using AgentHost.Prompts;
using AgentHost.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;

namespace AgentHost.Tests.Prompts;

public sealed class PromptFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("agenthost-prompts").FullName, "assistant.yaml");
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public async Task Without_a_file_the_embedded_prompt_serves()
    {
        Assert.Equal("embedded", await RenderAsync(NewFile()));
    }

    [Fact]
    public async Task An_edit_is_seen_within_a_second()
    {
        var file = NewFile();
        await WriteAsync("first", 1);
        Assert.Equal("first", await RenderAsync(file));

        await WriteAsync("second", 2);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("second", await RenderAsync(file));
    }

    [Fact]
    public async Task A_broken_or_vanished_file_keeps_the_last_good_version_until_it_is_mended()
    {
        var file = NewFile();
        await WriteAsync("good", 1);
        Assert.Equal("good", await RenderAsync(file));

        await File.WriteAllTextAsync(_path, "template: [", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(_path, DateTime.UnixEpoch.AddSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("good", await RenderAsync(file));

        File.Delete(_path);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("good", await RenderAsync(file));

        await WriteAsync("mended", 3);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("mended", await RenderAsync(file));
    }

    private PromptFile NewFile() => new(_path, Yaml("embedded"), _time, NullLogger<PromptFile>.Instance);

    private async Task WriteAsync(string text, int version)
    {
        await File.WriteAllTextAsync(_path, Yaml(text), TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(_path, DateTime.UnixEpoch.AddSeconds(version));
    }

    private static string Yaml(string text) => $"name: assistant\ntemplate: |-\n  {text}\n";

    private static Task<string> RenderAsync(PromptFile file) =>
        file.Current.RenderAsync(new Kernel(), null, TestContext.Current.CancellationToken);
}
