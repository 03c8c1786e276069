using System.Text;
using AgentHost.Bench.Driver;
using AgentHost.Bench.Upstream;

namespace AgentHost.Bench;

public sealed class AnswerParserTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Fact]
    public void The_mock_providers_stream_is_whole_and_says_its_text()
    {
        var answer = new AnswerParser(new OpenAiDialect(), keepText: true);

        answer.Feed(UpstreamStream());

        answer.CheckWhole(UpstreamScript.TextFrames);
        Assert.True(answer.IsComplete);
        Assert.Equal(UpstreamScript.WholeText, answer.WholeText);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void It_counts_the_same_however_the_bytes_are_cut(int size)
    {
        var answer = new AnswerParser(new OpenAiDialect(), keepText: true);

        foreach (var piece in UpstreamStream().Chunk(size))
            answer.Feed(piece);

        answer.CheckWhole(UpstreamScript.TextFrames);
        Assert.True(answer.IsComplete);
        Assert.Equal(UpstreamScript.WholeText, answer.WholeText);
    }

    [Theory]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\n\n", 1)]
    [InlineData("id: r:1\ndata: {\"type\": \"text\", \"content\": \"a\"}\n\n", 1)]
    [InlineData(": keep-alive\n\ndata: {\"type\":\"tool_start\",\"content\":{}}\n\n", 0)]
    public void Texts_of_the_stateless_protocol_are_known_with_and_without_blanks(string events, int texts)
    {
        var answer = new AnswerParser(new StatelessDialect());

        answer.Feed(Chunked(events + "data: {\"type\":\"context_update\",\"content\":{}}\n\ndata: [DONE]\n\n"));

        answer.CheckWhole(texts);
        Assert.True(answer.IsComplete);
    }

    [Theory]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\n\ndata: {\"type\":\"context_update\",\"content\":{}}\n\n")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"type\":\"context_update\",\"content\":{}}\n\ndata: [DONE]\n\n")]
    public void A_stream_that_lacks_its_end_its_context_or_a_text_is_not_whole(string events)
    {
        var answer = new AnswerParser(new StatelessDialect());

        answer.Feed(Chunked(events));

        Assert.Throws<StreamBrokenException>(() => answer.CheckWhole(1));
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/event-stream\r\n\r\n")]
    [InlineData(Head + "zz\r\n")]
    [InlineData(Head + "0\r\n\r\nmore")]
    [InlineData(Head + "24\r\ndata: {\"type\":\"error\",\"content\":\"\"}\n\r\n")]
    public void What_is_no_stream_is_refused(string bytes)
    {
        var answer = new AnswerParser(new StatelessDialect());

        Assert.Throws<StreamBrokenException>(() => answer.Feed(Encoding.ASCII.GetBytes(bytes)));
    }

    private static byte[] Chunked(string events) =>
        Encoding.ASCII.GetBytes(FormattableString.Invariant($"{Head}{events.Length:x}\r\n{events}\r\n0\r\n\r\n"));

    private static byte[] UpstreamStream() =>
    [
        .. UpstreamScript.ResponseHead,
        .. UpstreamScript.RoleFrame,
        .. UpstreamScript.Texts.SelectMany(text => text),
        .. UpstreamScript.FinishFrame,
        .. UpstreamScript.UsageFrame,
        .. UpstreamScript.DoneFrame,
        .. UpstreamScript.LastChunk,
    ];
}
