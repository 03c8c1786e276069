using System.Collections.Frozen;
using AgentHost.Plugins.Net;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace AgentHost.Plugins.WebParse;

/// <summary>
/// Stops the parser on markup that would cost it quadratic time: the tree construction of HTML looks through all open
/// elements for many tags, and repeats all unclosed formatting elements in each new block. Sees every token before the parser acts on it.
/// </summary>
internal sealed class MarkupBudget(TimeProvider time, TimeSpan limit, CancellationToken cancellationToken)
{
    // Browsers stop nesting at 512 elements too.
    public const int MaxDepth = 512;

    private const int MaxUnclosedFormatting = 256;
    private const int TokensPerLook = 32;
    private const int EndsWithin = 8;

    private static readonly FrozenSet<string> Formatting = FrozenSet.Create(StringComparer.Ordinal,
        "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u");

    // Without content, or only ever there once.
    private static readonly FrozenSet<string> Void = FrozenSet.Create(StringComparer.Ordinal,
        "area", "base", "body", "head", "html", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr");

    // An element of these ends the one of the same name before it.
    private static readonly FrozenSet<string> EndsItsLike = FrozenSet.Create(StringComparer.Ordinal,
        "a", "button", "dd", "dt", "li", "option", "p", "tbody", "td", "th", "tr");

    // ... unless one of these lies between.
    private static readonly FrozenSet<string> Holds = FrozenSet.Create(StringComparer.Ordinal,
        "dl", "menu", "ol", "svg", "table", "template", "ul");

    private readonly long _start = time.GetTimestamp();
    private readonly List<string> _open = [];
    private readonly Dictionary<string, int> _unclosed = new(StringComparer.Ordinal);
    private int _tokens;

    public void OnToken(HtmlToken token, TextRange range)
    {
        if (++_tokens % TokensPerLook == 0)
            Look();
        if (token.Type == HtmlTokenType.StartTag)
            Open(token.Name, (token as HtmlTagToken)?.IsSelfClosing ?? false);
        else if (token.Type == HtmlTokenType.EndTag)
            Close(token.Name);
    }

    private void Look()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(_start) > limit)
            throw TooTangled("takes too long to parse");
    }

    private void Open(string name, bool selfClosing)
    {
        if (Void.Contains(name) || (selfClosing && (_open.Contains("svg") || _open.Contains("math"))))
            return;
        if (EndsItsLike.Contains(name))
            EndLike(name);
        else if (_open.Count > 0 && _open[^1] == "p" && !Formatting.Contains(name) && name is not ("span" or "a"))
            _open.RemoveAt(_open.Count - 1);
        _open.Add(name);
        if (_open.Count > MaxDepth)
            throw TooTangled("is nested too deeply");
        if (Formatting.Contains(name) && Count(name, 1) > MaxUnclosedFormatting)
            throw TooTangled("leaves too many elements unclosed");
    }

    private void Close(string name)
    {
        if (Formatting.Contains(name))
            Count(name, -1);
        if (_open.LastIndexOf(name) is >= 0 and var from)
            _open.RemoveRange(from, _open.Count - from);
    }

    private int Count(string name, int change)
    {
        var count = Math.Max(0, _unclosed.GetValueOrDefault(name) + change);
        _unclosed[name] = count;
        return count;
    }

    private void EndLike(string name)
    {
        for (var at = _open.Count - 1; at >= Math.Max(0, _open.Count - EndsWithin); at--)
        {
            if (_open[at] == name)
                _open.RemoveRange(at, _open.Count - at);
            else if (!Holds.Contains(_open[at]))
                continue;
            return;
        }
    }

    private static WebFetchException TooTangled(string how) => new(WebFetchFailure.Markup, $"its markup {how}");
}
