using System.Security.Cryptography;
using AgentHost.Context;
using AgentHost.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace AgentHost.Tests.Context;

public sealed class ContextSealTests : IDisposable
{
    private static readonly SealHolder Alice = new("alice", "default");
    private static readonly byte[] Digest = SHA256.HashData("a context"u8);

    private readonly KeyRing _keys = new();
    private readonly ManualTime _clock = new();

    [Fact]
    public void A_seal_opens_for_what_it_was_made_for()
    {
        var seal = Seal(_keys.Host(_clock));
        Assert.Equal(new SealOpening(SealState.Valid, 3), seal.Open(seal.Seal(Digest, Alice, 3), Digest, Alice));
    }

    [Fact]
    public void A_seal_outlives_the_process_and_is_good_at_other_replicas()
    {
        var text = Seal(_keys.Host(_clock)).Seal(Digest, Alice, 0);
        Assert.Equal(SealState.Valid, Seal(_keys.Host(_clock)).Open(text, Digest, Alice).State);
    }

    [Fact]
    public void Other_keys_do_not_take_it()
    {
        using var others = new KeyRing();
        var text = Seal(_keys.Host(_clock)).Seal(Digest, Alice, 0);
        Assert.Equal(SealState.Broken, Seal(others.Host(_clock)).Open(text, Digest, Alice).State);
    }

    [Fact]
    public void A_seal_expires_to_the_second()
    {
        var seal = Seal(_keys.Host(_clock, ("Context:SealLifetime", "1.00:00:00")));
        var text = seal.Seal(Digest, Alice, 0);
        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(SealState.Valid, seal.Open(text, Digest, Alice).State);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SealState.Expired, seal.Open(text, Digest, Alice).State);
    }

    [Fact]
    public void A_seal_is_for_one_subject_one_agent_and_one_context()
    {
        var seal = Seal(_keys.Host(_clock));
        var text = seal.Seal(Digest, Alice, 0);
        Assert.Equal(SealState.OtherSubject, seal.Open(text, Digest, Alice with { Subject = "bob" }).State);
        Assert.Equal(SealState.OtherSubject, seal.Open(text, Digest, Alice with { Subject = null }).State);
        Assert.Equal(SealState.OtherAgent, seal.Open(text, Digest, Alice with { Agent = "other" }).State);
        Assert.Equal(SealState.Broken, seal.Open(text, SHA256.HashData("another"u8), Alice).State);
        Assert.Equal(SealState.OtherSubject, seal.Open(seal.Seal(Digest, new(null, "default"), 0), Digest, new("", "default")).State);
    }

    [Fact]
    public void Every_changed_character_breaks_it()
    {
        var seal = Seal(_keys.Host(_clock));
        var text = seal.Seal(Digest, Alice, 0)!;
        // The last character of base64 may hold bits that nothing reads.
        foreach (var i in Enumerable.Range(0, text.Length - 1))
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            Assert.Equal(SealState.Broken, seal.Open(changed, Digest, Alice).State);
        }
    }

    [Fact]
    public void Garbage_is_broken_and_nothing_is_absent()
    {
        var seal = Seal(_keys.Host(_clock));
        Assert.Equal(SealState.Absent, seal.Open(null, Digest, Alice).State);
        Assert.Equal(SealState.Absent, seal.Open("", Digest, Alice).State);
        string[] garbage = [" ", "x", "!!", "\ud800", "é", "AAAA", new('A', 300), new('A', 10_000_000), "CfDJ8", "\0"];
        Assert.All(garbage, text => Assert.Equal(SealState.Broken, seal.Open(text, Digest, Alice).State));
    }

    public void Dispose() => _keys.Dispose();

    private static ContextSeal Seal(ServiceProvider host) => host.GetRequiredService<ContextSeal>();
}
