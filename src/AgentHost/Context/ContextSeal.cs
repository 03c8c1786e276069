using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AgentHost.Context;

/// <summary>Whom a context belongs to.</summary>
/// <param name="Subject">The user, or null where nobody is signed in.</param>
/// <param name="Agent">The agent that the conversation is with.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SealHolder(string? Subject, string Agent);

/// <summary>What a seal is worth.</summary>
internal enum SealState
{
    /// <summary>The context came from this host, for this subject and agent, and is unchanged.</summary>
    Valid,

    /// <summary>There is no seal.</summary>
    Absent,

    /// <summary>The seal is not ours, or the context was changed.</summary>
    Broken,

    /// <summary>The seal was good, and is too old.</summary>
    Expired,

    /// <summary>The seal is good for somebody else.</summary>
    OtherSubject,

    /// <summary>The seal is good for another agent.</summary>
    OtherAgent,
}

/// <summary>The result of opening a seal.</summary>
/// <param name="State">What the seal is worth.</param>
/// <param name="SummarisedCount">How many messages the summary covers; 0 unless valid.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SealOpening(SealState State, int SummarisedCount = 0);

/// <summary>
/// Seals contexts with ASP.NET Core Data Protection. The expiry is part of the payload: the framework's time-limited
/// protector takes no <see cref="TimeProvider"/>.
/// </summary>
internal sealed partial class ContextSeal(
    IDataProtectionProvider provider,
    IOptions<ContextOptions> options,
    TimeProvider time,
    ILogger<ContextSeal> logger)
{
    // Ours have about 300 characters.
    private const int LongestSeal = 2048;

    private readonly IDataProtector _protector = provider.CreateProtector("AgentHost.Context.Seal", "v1");

    /// <summary>Makes the seal of a context.</summary>
    /// <returns>The seal as text for a URL or JSON; null when the keys cannot be read, which is logged.</returns>
    public string? Seal(ReadOnlySpan<byte> digest, SealHolder holder, int summarisedCount)
    {
        var expiry = (time.GetUtcNow() + options.Value.SealLifetime).ToUnixTimeSeconds();
        try
        {
            return Base64Url.EncodeToString(_protector.Protect(SealPayload.Write(digest, holder, expiry, summarisedCount)));
        }
        catch (CryptographicException e)
        {
            // The answer is worth more than its seal: the next request is then an unsealed one.
            LogNotSealed(logger, e);
            return null;
        }
    }

    /// <summary>Says what a seal is worth for a context. Never throws for what a client can send.</summary>
    public SealOpening Open(string? seal, ReadOnlySpan<byte> digest, SealHolder holder)
    {
        if (string.IsNullOrEmpty(seal))
            return new(SealState.Absent);
        if (seal.Length > LongestSeal || !Base64Url.IsValid(seal))
            return new(SealState.Broken);
        try
        {
            var payload = _protector.Unprotect(Base64Url.DecodeFromChars(seal));
            return SealPayload.Read(payload, digest, holder, time.GetUtcNow().ToUnixTimeSeconds());
        }
        catch (CryptographicException)
        {
            return new(SealState.Broken);
        }
    }

    [LoggerMessage(LogLevel.Error, "A context leaves without a seal: the keys cannot be used")]
    private static partial void LogNotSealed(ILogger logger, Exception exception);
}
