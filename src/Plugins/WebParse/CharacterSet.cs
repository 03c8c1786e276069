using System.Text;
using System.Text.RegularExpressions;

namespace AgentHost.Plugins.WebParse;

/// <summary>Finds a text's character set the way browsers do: byte order mark, header, the document's own word, UTF-8, windows-1252.</summary>
internal static class CharacterSet
{
    // HTML standard, 13.2.3.2: the document's own word is looked for in its first 1024 bytes.
    private const int Prescan = 1024;

    private static readonly Regex Declared = new(
        """<meta[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_:.-]+)""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> body, string? header, bool markup)
    {
        if (body.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            return Encoding.UTF8.GetString(body[3..]);
        if (body.StartsWith<byte>([0xFF, 0xFE]))
            return Encoding.Unicode.GetString(body[2..]);
        if (body.StartsWith<byte>([0xFE, 0xFF]))
            return Encoding.BigEndianUnicode.GetString(body[2..]);
        var encoding = Named(header) ?? (markup ? Named(OwnWord(body)) : null);
        return encoding is null ? Guess(body) : encoding.GetString(body);
    }

    private static string Guess(ReadOnlySpan<byte> body)
    {
        try
        {
            return StrictUtf8.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return Named("windows-1252")!.GetString(body);
        }
    }

    private static string? OwnWord(ReadOnlySpan<byte> body)
    {
        var match = Declared.Match(Encoding.Latin1.GetString(body[..Math.Min(body.Length, Prescan)]));
        if (!match.Success)
            return null;
        var name = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
        // It was just read as bytes of ASCII, so it can't be UTF-16.
        return name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) ? "utf-8" : name;
    }

    // The Encoding standard's labels: these names mean windows-1252 on the web.
    private static Encoding? Named(string? name) => name?.ToLowerInvariant() switch
    {
        null or "" => null,
        "utf8" => Encoding.UTF8,
        "iso-8859-1" or "latin1" or "us-ascii" or "ascii" => Find("windows-1252"),
        var other => Find(other),
    };

    private static Encoding? Find(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null; // An unknown name is as good as none.
        }
    }
}
