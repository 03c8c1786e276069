using System.Text.Json;

namespace AgentHost.Tests.Hosting;

/// <summary>An event stream as a client reads it.</summary>
internal sealed record EventStream(string Raw, IReadOnlyList<StreamFrame> Frames)
{
    public static EventStream Parse(string raw)
    {
        Assert.EndsWith("\n\n", raw, StringComparison.Ordinal);
        return new EventStream(raw, [.. raw[..^2].Split("\n\n").Where(frame => !frame.StartsWith(':')).Select(StreamFrame.Parse)]);
    }

    /// <summary>The frames that hold JSON.</summary>
    public IEnumerable<StreamFrame> Events => Frames.Where(frame => frame.Data != "[DONE]");

    public string[] Types => [.. Frames.Select(frame => frame.Type)];

    public string Text => string.Concat(Of("text").Select(content => content.GetString()));

    /// <summary>The context to echo, as JSON text.</summary>
    public string Context => Of("context_update").Single().GetRawText();

    public IEnumerable<JsonElement> Of(string type) => Events.Where(frame => frame.Type == type).Select(frame => frame.Content);
}

/// <summary>One frame: its data, and its id where it has one.</summary>
internal sealed record StreamFrame(string Data, string? Id)
{
    public string Type => Data == "[DONE]" ? Data : Json.GetProperty("type").GetString()!;

    public JsonElement Content => Json.GetProperty("content");

    private JsonElement Json => JsonElement.Parse(Data);

    public static StreamFrame Parse(string frame)
    {
        var lines = frame.Split('\n');
        Assert.StartsWith("data: ", lines[0], StringComparison.Ordinal);
        return new StreamFrame(lines[0]["data: ".Length..], lines.Length > 1 ? lines[1]["id: ".Length..] : null);
    }
}
