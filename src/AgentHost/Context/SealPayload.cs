using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AgentHost.Context;

/// <summary>
/// What a seal holds, always 109 bytes: version, digest of the context, expiry, how many messages the summary covers,
/// and hashes of subject and agent, which keep it small and say nothing about a person.
/// </summary>
internal static class SealPayload
{
    /// <summary>The size in bytes.</summary>
    public const int Size = AgentAt + CanonicalJson.DigestSize;

    private const byte Version = 1;
    private const int DigestAt = 1;
    private const int ExpiryAt = DigestAt + CanonicalJson.DigestSize;
    private const int CountAt = ExpiryAt + sizeof(long);
    private const int SubjectAt = CountAt + sizeof(int);
    private const int AgentAt = SubjectAt + CanonicalJson.DigestSize;

    /// <summary>Writes a payload.</summary>
    public static byte[] Write(ReadOnlySpan<byte> digest, SealHolder holder, long expiry, int summarisedCount)
    {
        var payload = new byte[Size];
        payload[0] = Version;
        digest.CopyTo(payload.AsSpan(DigestAt));
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(ExpiryAt), expiry);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(CountAt), summarisedCount);
        Hash(holder.Subject, payload.AsSpan(SubjectAt));
        Hash(holder.Agent, payload.AsSpan(AgentAt));
        return payload;
    }

    /// <summary>Compares a payload, which the protector has vouched for, with what is asked of it.</summary>
    public static SealOpening Read(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> digest, SealHolder holder, long now)
    {
        if (payload.Length != Size || payload[0] != Version)
            return new(SealState.Broken);
        if (!CryptographicOperations.FixedTimeEquals(payload[DigestAt..ExpiryAt], digest))
            return new(SealState.Broken);
        if (!Holds(holder.Subject, payload[SubjectAt..AgentAt]))
            return new(SealState.OtherSubject);
        if (!Holds(holder.Agent, payload[AgentAt..]))
            return new(SealState.OtherAgent);
        if (BinaryPrimitives.ReadInt64BigEndian(payload[ExpiryAt..]) <= now)
            return new(SealState.Expired);
        return new(SealState.Valid, BinaryPrimitives.ReadInt32BigEndian(payload[CountAt..]));
    }

    private static bool Holds(string? name, ReadOnlySpan<byte> hash)
    {
        Span<byte> expected = stackalloc byte[CanonicalJson.DigestSize];
        Hash(name, expected);
        return expected.SequenceEqual(hash);
    }

    // Nobody is all zeros, which no hash is. UTF-16 as it is: UTF-8 would make all lone surrogates one.
    private static void Hash(string? name, Span<byte> hash)
    {
        if (name is null)
            hash[..CanonicalJson.DigestSize].Clear();
        else
            SHA256.HashData(MemoryMarshal.AsBytes(name.AsSpan()), hash);
    }
}
