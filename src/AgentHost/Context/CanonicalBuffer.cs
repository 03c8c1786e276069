using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentHost.Context;

/// <summary>
/// Writes JSON in the canonical form of <see cref="CanonicalJson"/> into one pooled buffer.
/// Methods throw <see cref="JsonException"/> or <see cref="InvalidOperationException"/> for text that has no canonical form.
/// </summary>
internal struct CanonicalBuffer(int capacity) : IDisposable
{
    // Not a byte of UTF-8, so it ends a string without ambiguity and without the length known beforehand.
    private const byte EndOfString = 0xFF;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private Member[] _members = ArrayPool<Member>.Shared.Rent(64);
    private int _memberCount;

    /// <summary>What was written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    private int Length { get; set; }

    /// <summary>Writes bytes as they are.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Writes a string, or null.</summary>
    public void WriteText(string? text)
    {
        if (text is null)
        {
            WriteTag((byte)'z');
            return;
        }
        WriteTag((byte)'s');
        Length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));
        WriteTag(EndOfString);
    }

    /// <summary>Writes the value that the reader stands on, with all that is in it.</summary>
    public void WriteValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: WriteObject(ref reader); break;
            case JsonTokenType.StartArray: WriteArray(ref reader); break;
            case JsonTokenType.String: WriteString(ref reader); break;
            case JsonTokenType.Number: WriteNumber(ref reader); break;
            case JsonTokenType.True: WriteTag((byte)'t'); break;
            case JsonTokenType.False: WriteTag((byte)'f'); break;
            case JsonTokenType.Null: WriteTag((byte)'z'); break;
            default: throw new JsonException();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<Member>.Shared.Return(_members);
    }

    private void WriteArray(ref Utf8JsonReader reader)
    {
        WriteTag((byte)'[');
        while (Next(ref reader) != JsonTokenType.EndArray)
            WriteValue(ref reader);
        WriteTag((byte)']');
    }

    private void WriteObject(ref Utf8JsonReader reader)
    {
        WriteTag((byte)'{');
        var first = _memberCount;
        var ascending = true;
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            var start = Length;
            WriteString(ref reader);
            var key = new Range(start, Length);
            Next(ref reader);
            WriteValue(ref reader);
            ascending &= _memberCount == first || Compare(_members[_memberCount - 1].Key, key) < 0;
            Push(new Member(key, Length));
        }
        if (!ascending)
            Sort(_members.AsSpan(first, _memberCount - first));
        _memberCount = first;
        WriteTag((byte)'}');
    }

    private readonly void Sort(Span<Member> members)
    {
        var start = members[0].Key.Start.Value;
        members.Sort(new ByKey(_bytes));
        for (var i = 1; i < members.Length; i++)
        {
            // RFC 8259 leaves the meaning of a repeated name open, so there is nothing to vouch for.
            if (Compare(members[i - 1].Key, members[i].Key) == 0)
                throw new JsonException();
        }
        var sorted = ArrayPool<byte>.Shared.Rent(Length - start);
        var length = 0;
        foreach (var member in members)
        {
            var bytes = _bytes.AsSpan(member.Key.Start.Value, member.End - member.Key.Start.Value);
            bytes.CopyTo(sorted.AsSpan(length));
            length += bytes.Length;
        }
        sorted.AsSpan(0, length).CopyTo(_bytes.AsSpan(start));
        ArrayPool<byte>.Shared.Return(sorted);
    }

    private void WriteString(ref Utf8JsonReader reader)
    {
        WriteTag((byte)'s');
        // Unescaped text is never longer than escaped text. CopyString refuses lone surrogates and broken UTF-8.
        Length += reader.CopyString(Reserve(reader.ValueSpan.Length));
        WriteTag(EndOfString);
    }

    private void WriteNumber(ref Utf8JsonReader reader)
    {
        // JSON has no infinity: 1e400 comes back as null from some clients, as an error from others.
        if (!reader.TryGetDouble(out var value) || !double.IsFinite(value))
            throw new JsonException();
        WriteTag((byte)'n');
        // JavaScript writes -0 as 0.
        BinaryPrimitives.WriteDoubleBigEndian(Reserve(sizeof(double)), value == 0 ? 0 : value);
        Length += sizeof(double);
    }

    private void WriteTag(byte tag)
    {
        Reserve(1)[0] = tag;
        Length++;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Grow(ref _bytes, Length, checked(Length + count));
        return _bytes.AsSpan(Length);
    }

    private void Push(Member member)
    {
        if (_memberCount == _members.Length)
            Grow(ref _members, _memberCount, _memberCount + 1);
        _members[_memberCount++] = member;
    }

    private readonly int Compare(Range left, Range right) => _bytes.AsSpan(left).SequenceCompareTo(_bytes.AsSpan(right));

    private static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : throw new JsonException();

    private static void Grow<T>(ref T[] array, int used, int needed)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, array.Length * 2));
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Member(Range Key, int End);

    private readonly struct ByKey(byte[] bytes) : IComparer<Member>
    {
        public int Compare(Member x, Member y) => bytes.AsSpan(x.Key).SequenceCompareTo(bytes.AsSpan(y.Key));
    }
}
