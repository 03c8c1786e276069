namespace AgentHost.Plugins.Arithmetic;

/// <summary>
/// Reads and evaluates an expression by recursive descent:
/// <c>sum = product {(+|-) product}</c>, <c>product = signed {(*|/|%) signed}</c>,
/// <c>signed = [+|-] signed | power</c>, <c>power = atom [(^|**) signed]</c>.
/// </summary>
internal sealed class Parser(string text)
{
    public const int MaxLength = 1000;
    private const int MaxDepth = 100;

    private int _at;
    private int _depth;

    public Number Evaluate()
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new CalculationException("The expression is empty.");
        if (text.Length > MaxLength)
            throw new CalculationException($"The expression is longer than {MaxLength} characters.");
        var value = Sum();
        Peek();
        return _at == text.Length ? value : throw Unexpected();
    }

    private Number Sum()
    {
        var value = Product();
        while (true)
        {
            if (Take('+'))
                value += Product();
            else if (Take('-') || Take('−'))
                value -= Product();
            else
                return value;
        }
    }

    private Number Product()
    {
        var value = Signed();
        while (true)
        {
            if (Take('*') || Take('×') || Take('·'))
                value *= Signed();
            else if (Take('/') || Take('÷') || Take(':'))
                value /= Signed();
            else if (Take('%'))
                value %= Signed();
            else
                return value;
        }
    }

    private Number Signed()
    {
        if (++_depth > MaxDepth)
            throw new CalculationException("The expression is nested too deeply.");
        var value = Take('-') || Take('−') ? -Signed() : Take('+') ? Signed() : Power();
        _depth--;
        return value;
    }

    // Binds to the right and tighter than a sign before it: -2^2 is -4, 2^-1 is 0.5, 2^3^2 is 512.
    private Number Power()
    {
        var value = Atom();
        return Take('^') || TakeStars() ? value.Power(Signed()) : value;
    }

    private Number Atom()
    {
        var next = Peek();
        if (Take('('))
        {
            var value = Sum();
            return Take(')') ? value : throw Unexpected();
        }

        if (char.IsAsciiDigit(next) || next == '.')
            return Literal();
        return char.IsLetter(next) ? Named() : throw Unexpected();
    }

    private Number Literal()
    {
        var start = _at;
        Digits();
        if (_at < text.Length && text[_at] == '.')
        {
            _at++;
            Digits();
        }

        if (_at == start + 1 && text[start] == '.')
            throw Unexpected(start);
        Exponent();
        return Arithmetic.Literal.Read(text[start.._at]);
    }

    // "2e3" is 2000, but "2e" is left to fail as a number before a name.
    private void Exponent()
    {
        var digits = _at + 1;
        if (_at >= text.Length || text[_at] is not ('e' or 'E'))
            return;
        if (digits < text.Length && text[digits] is '+' or '-')
            digits++;
        if (digits >= text.Length || !char.IsAsciiDigit(text[digits]))
            return;
        _at = digits;
        Digits();
    }

    private void Digits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
    }

    private Number Named()
    {
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_'))
            _at++;
        var name = text[start.._at].ToLowerInvariant();
        if (Functions.Has(name))
            return Functions.Call(name, Arguments());
        return Functions.Constants.TryGetValue(name, out var constant) ? constant
            : throw new CalculationException($"Position {start + 1}: the name \"{Words.Short(name, 30)}\" is not known.");
    }

    private List<Number> Arguments()
    {
        if (!Take('('))
            throw Unexpected();
        var arguments = new List<Number> { Sum() };
        while (Take(','))
            arguments.Add(Sum());
        return Take(')') ? arguments : throw Unexpected();
    }

    private bool TakeStars()
    {
        if (Peek() != '*' || _at + 1 >= text.Length || text[_at + 1] != '*')
            return false;
        _at += 2;
        return true;
    }

    private bool Take(char wanted)
    {
        if (Peek() != wanted)
            return false;
        _at++;
        return true;
    }

    private char Peek()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        return _at < text.Length ? text[_at] : '\0';
    }

    private CalculationException Unexpected() => Unexpected(_at);

    private CalculationException Unexpected(int at) => new(at >= text.Length
        ? "The expression ends too early."
        : $"Position {at + 1}: \"{Words.Short(text[at].ToString(), 2)}\" is not expected here.");
}
