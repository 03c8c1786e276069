using System.Text;
using System.Text.Json;
using AgentHost.Context;
using FsCheck;
using FsCheck.Fluent;

namespace AgentHost.Tests.Context;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Any_value_written_in_another_way_keeps_its_digest() =>
        Prop.ForAll(
            Arb.From(JsonValues.Any),
            Arb.From(Gen.Choose(0, int.MaxValue - 1)),
            (node, seed) => Digest(JsonValues.Rewrite(node, new Random(seed))) == Digest(node?.ToJsonString() ?? "null"))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_single_change_alters_the_digest() =>
        Prop.ForAll(Arb.From(JsonValues.Any), node =>
        {
            var before = Digest(node?.ToJsonString() ?? "null");
            return JsonValues.Changes(node).All(changed => Digest(changed?.ToJsonString() ?? "null") != before);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("1e21", "1000000000000000000000")]
    [InlineData("0", "-0.0")]
    [InlineData("12345678901234567890", "12345678901234567000")]
    [InlineData("0.1", "1e-1")]
    [InlineData("\"\\u00e9\\/\"", "\"é/\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"\U0001F600\"")]
    [InlineData("{\"b\":1,\"a\":2,\"10\":3,\"9\":4}", "{\"9\":4,\"10\":3,\"a\":2,\"\\u0062\":1}")]
    [InlineData(" [ 1 , { } ] ", "[1,{}]")]
    public void Ways_to_write_one_value_have_one_digest(string one, string other) => Assert.Equal(Digest(one), Digest(other));

    [Theory]
    [InlineData("1", "\"1\"")]
    [InlineData("null", "\"\"")]
    [InlineData("null", "false")]
    [InlineData("[]", "{}")]
    [InlineData("[[],[]]", "[[[]]]")]
    [InlineData("[\"a\",\"b\"]", "[\"ab\"]")]
    [InlineData("[\"a\",\"b\"]", "[\"b\",\"a\"]")]
    [InlineData("[\"asb\"]", "[\"a\",\"b\"]")]
    [InlineData("{\"a\":\"b\"}", "[\"a\",\"b\"]")]
    [InlineData("{\"a\":{\"b\":1},\"c\":2}", "{\"a\":{\"b\":1,\"c\":2}}")]
    [InlineData("\"e\\u0301\"", "\"é\"")]
    public void Different_values_have_different_digests(string one, string other) => Assert.NotEqual(Digest(one), Digest(other), StringComparer.Ordinal);

    [Theory]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"b\":0,\"a\":1,\"\\u0061\":2}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("\"\\udc00\\ud800\"")]
    [InlineData("1e400")]
    public void What_has_no_canonical_form_has_no_digest(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.False(CanonicalJson.TryDigest(document.RootElement, new byte[32]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("1 2")]
    [InlineData("\"open")]
    [InlineData("{\"a\":}")]
    [InlineData("nul")]
    public void Text_that_is_no_JSON_has_no_digest(string text) =>
        Assert.False(CanonicalJson.TryDigest([], null, Encoding.UTF8.GetBytes(text), new byte[32]));

    [Fact]
    public void Broken_UTF_8_has_no_digest()
    {
        byte[] text = [(byte)'"', 0xC3, 0x28, (byte)'"'];
        Assert.False(CanonicalJson.TryDigest([], null, text, new byte[32]));
        using var document = JsonDocument.Parse(text);
        Assert.False(CanonicalJson.TryDigest(document.RootElement, new byte[32]));
    }

    [Fact]
    public void Nesting_is_taken_to_64_levels()
    {
        Assert.NotNull(Digest(new string('[', 64) + new string(']', 64)));
        Assert.False(CanonicalJson.TryDigest([], null, Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65)), new byte[32]));
    }

    [Fact]
    public void Many_keys_in_any_order_have_one_digest()
    {
        var keys = Enumerable.Range(0, 20_000).Select(i => $"\"k{i}\":{i}").ToArray();
        var shuffled = keys.ToArray();
        new Random(7).Shuffle(shuffled);
        Assert.Equal(Digest($"{{{string.Join(',', keys)}}}"), Digest($"{{{string.Join(',', shuffled)}}}"));
    }

    private static string Digest(string json)
    {
        var digest = new byte[CanonicalJson.DigestSize];
        Assert.True(CanonicalJson.TryDigest([], null, Encoding.UTF8.GetBytes(json), digest), json);
        return Convert.ToHexString(digest);
    }
}
