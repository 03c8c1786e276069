using System.Text;

namespace Microsoft.SemanticKernel.PromptTemplates;

/// <summary>Reads what stands in <c>{{ }}</c>: a value, a variable, or a call of a function.</summary>
internal sealed class CodeParser
{
    private const char VariablePrefix = '$';
    private const char EscapeCharacter = '\\';
    private readonly string _code;
    private int _at;

    private CodeParser(string code)
    {
        _code = code;
    }

    private bool IsAtEnd => _at >= _code.Length;

    private char Current => _code[_at];

    /// <summary>Reads the code.</summary>
    /// <exception cref="KernelException">The code is not valid.</exception>
    public static TemplatePart Parse(string code) => new CodeParser(code).Parse();

    public static bool IsQuote(char character) => character is '\'' or '"';

    /// <summary>Whether a character and the next stand for the next alone, within quotes.</summary>
    public static bool IsEscape(string text, int at) =>
        at + 1 < text.Length && text[at] == EscapeCharacter && (IsQuote(text[at + 1]) || text[at + 1] == EscapeCharacter);

    private TemplatePart Parse()
    {
        if (Current != VariablePrefix && !IsQuote(Current))
        {
            return ReadCall();
        }

        var operand = ReadOperand();
        if (ReadArguments().Count > 0)
        {
            throw new KernelException($"Invalid token detected after the {(operand is Variable ? "variable" : "value")}: {_code}");
        }

        return operand;
    }

    private Call ReadCall()
    {
        var name = ReadWord();
        var names = name.Split('.');
        if (names.Length > 2)
        {
            throw new KernelException($"Invalid function name `{name}`. A function name can contain at most one dot separating the plugin name from the function name");
        }

        if (!names.All(IsName))
        {
            throw new KernelException("The function identifier is empty");
        }

        var arguments = ReadArguments();
        var positional = arguments.Count > 0 && arguments[0].Name is null ? arguments[0].Value : null;
        var named = arguments.Skip(positional is null ? 0 : 1).Select((argument, index) => argument.Name is { } given
            ? new NamedOperand(given, argument.Value)
            : throw new KernelException($"Functions only support named arguments after the first argument. Argument {index + (positional is null ? 1 : 2)} is not named."));
        return new Call(names.Length == 2 ? names[0] : null, names[^1], positional, [.. named]);
    }

    private List<(string? Name, Operand Value)> ReadArguments()
    {
        var arguments = new List<(string? Name, Operand Value)>();
        while (SkipSpaces() is var spaces && !IsAtEnd)
        {
            if (spaces == 0)
            {
                throw new KernelException("Tokens must be separated by one space least");
            }

            arguments.Add(Current == VariablePrefix || IsQuote(Current) ? (null, ReadOperand()) : ReadNamed());
        }

        return arguments;
    }

    private (string? Name, Operand Value) ReadNamed()
    {
        var start = _at;
        while (!IsAtEnd && Current != '=' && !char.IsWhiteSpace(Current))
        {
            _at++;
        }

        var name = _code[start.._at];
        SkipSpaces();
        if (IsAtEnd || Current != '=')
        {
            throw new KernelException("A function named argument must contain a name and value separated by a '=' character.");
        }

        _at++;
        SkipSpaces();
        if (IsAtEnd || (!IsQuote(Current) && Current != VariablePrefix))
        {
            throw new KernelException($"Named argument values need to be prefixed with a quote or {VariablePrefix}.");
        }

        return name.Length > 0 && IsName(name)
            ? (name, ReadOperand())
            : throw new KernelException($"The argument name '{name}' contains invalid characters. Only alphanumeric chars and underscore are allowed.");
    }

    private Operand ReadOperand() => IsQuote(Current) ? ReadLiteral() : ReadVariable();

    private Variable ReadVariable()
    {
        var name = ReadWord()[1..];
        return IsName(name)
            ? name.Length > 0 ? new Variable(name) : throw new KernelException("The variable name is empty")
            : throw new KernelException($"The variable name '{name}' contains invalid characters. Only alphanumeric chars and underscore are allowed.");
    }

    private Literal ReadLiteral()
    {
        var quote = _code[_at++];
        var text = new StringBuilder();
        while (!IsAtEnd && Current != quote)
        {
            _at += IsEscape(_code, _at) ? 1 : 0;
            text.Append(_code[_at++]);
        }

        if (IsAtEnd)
        {
            throw new KernelException("A value must have single quotes or double quotes on both sides");
        }

        _at++;
        return new Literal(text.ToString());
    }

    private string ReadWord()
    {
        var start = _at;
        while (!IsAtEnd && !char.IsWhiteSpace(Current))
        {
            _at++;
        }

        return _code[start.._at];
    }

    private int SkipSpaces()
    {
        var start = _at;
        while (!IsAtEnd && char.IsWhiteSpace(Current))
        {
            _at++;
        }

        return _at - start;
    }

    private static bool IsName(string text) => text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
