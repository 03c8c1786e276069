using AgentHost.Runs;

namespace AgentHost.Tests.Runs;

public sealed class ToolResultTextTests
{
    [Fact]
    public void A_result_is_cut_between_characters()
    {
        var text = ToolResultText.Of(string.Concat(Enumerable.Repeat("\U0001F600", 10)), maxCharacters: 5);

        Assert.StartsWith("\U0001F600\U0001F600\n[cut: the result has 20 characters", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_of_exactly_the_limit_is_whole() => Assert.Equal("12345", ToolResultText.Of("12345", maxCharacters: 5));

    [Theory]
    [InlineData(null, "")]
    [InlineData(1.5, "1.5")]
    [InlineData(true, "true")]
    public void Simple_results_are_their_text(object? result, string text) => Assert.Equal(text, ToolResultText.Of(result, 100));
}
