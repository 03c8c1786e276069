using System.Text;

namespace AgentHost.Plugins.WebParse;

/// <summary>Collects readable text: blanks are joined, blocks are kept apart by empty lines, and it is full at a limit.</summary>
internal sealed class PageText(int limit)
{
    private const int MaxPrefix = 40;

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _prefixes = [];
    private string _prefix = "";
    private string _marker = "";
    private string _gap = "";
    private int _breaks;
    private bool _blank;

    public bool IsFull => _text.Length >= limit;

    /// <summary>Asks for <paramref name="lines"/> line feeds before whatever comes next: 1 for a new line, 2 for a new block.</summary>
    public void Break(int lines)
    {
        // An empty line between parts belongs to the outermost of them.
        _gap = _breaks == 0 || _prefix.Length < _gap.Length ? _prefix : _gap;
        _breaks = Math.Max(_breaks, lines);
        _blank = false;
    }

    /// <summary>Starts a part whose lines begin with <paramref name="prefix"/>, the first with <paramref name="marker"/> instead.</summary>
    public void Indent(string prefix, string marker)
    {
        _prefixes.Push(_prefix);
        _marker = (_marker.Length > 0 ? _marker : _prefix) + marker;
        if (_prefix.Length + prefix.Length <= MaxPrefix)
            _prefix += prefix;
        if (_marker.Length > MaxPrefix)
            _marker = _marker[..MaxPrefix];
    }

    public void Outdent()
    {
        _prefix = _prefixes.Pop();
        _marker = "";
    }

    /// <summary>Adds text whose white space is joined into single blanks.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (IsFull)
                return;
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                _blank = true;
                continue;
            }

            Start();
            _text.Append(c);
        }
    }

    /// <summary>Adds text as it is, line by line under the current prefix.</summary>
    public void WriteLines(string text)
    {
        var first = true;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (IsFull)
                return;
            if (first)
                Start();
            else
                _text.Append('\n').Append(_prefix);
            first = false;
            foreach (var c in line)
            {
                if (!char.IsControl(c) || c == '\t')
                    _text.Append(c);
            }
        }
    }

    public override string ToString()
    {
        var text = _text.ToString().Trim('\n', ' ');
        return text.Length <= limit ? text : text[..limit];
    }

    private void Start()
    {
        if (_text.Length > 0 && _breaks > 0)
        {
            for (var i = 1; i < _breaks; i++)
                _text.Append('\n').Append(_gap.TrimEnd());
            _text.Append('\n').Append(_marker.Length > 0 ? _marker : _prefix);
        }
        else if (_text.Length == 0)
        {
            _text.Append(_marker);
        }
        else if (_blank)
        {
            _text.Append(' ');
        }

        _marker = "";
        _breaks = 0;
        _blank = false;
    }
}
