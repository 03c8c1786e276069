using System.Collections.Frozen;
using System.Numerics;

namespace AgentHost.Plugins.Arithmetic;

/// <summary>The functions and constants that an expression may use.</summary>
internal static class Functions
{
    private const int MaxDigits = 300;

    public static readonly FrozenDictionary<string, Number> Constants = new Dictionary<string, Number>(StringComparer.Ordinal)
    {
        ["pi"] = Number.Of(Math.PI),
        ["π"] = Number.Of(Math.PI),
        ["e"] = Number.Of(Math.E),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Function> Known = new Dictionary<string, Function>(StringComparer.Ordinal)
    {
        ["sqrt"] = new(1, 1, x => Sqrt(x[0])),
        ["abs"] = new(1, 1, x => x[0].Abs()),
        ["sin"] = new(1, 1, x => Trigonometric(x[0], Math.Sin)),
        ["cos"] = new(1, 1, x => Trigonometric(x[0], Math.Cos)),
        ["tan"] = new(1, 1, x => Trigonometric(x[0], Math.Tan)),
        ["ln"] = new(1, 1, x => Number.Of(Math.Log(Positive(x[0])))),
        ["log"] = new(1, 2, x => x.Count == 1 ? Rounded(Math.Log10(Positive(x[0]))) : Log(x[0], x[1])),
        ["exp"] = new(1, 1, x => x[0].IsZero ? Number.Of(BigInteger.One) : Number.Of(Math.Exp(x[0].ToDouble()))),
        ["round"] = new(1, 2, x => Round(x[0], x.Count == 1 ? 0 : Digits(x[1]))),
        ["floor"] = new(1, 1, x => x[0].Floor()),
        ["ceil"] = new(1, 1, x => -(-x[0]).Floor()),
        ["min"] = new(1, int.MaxValue, x => x.Aggregate((a, b) => Number.Compare(a, b) <= 0 ? a : b)),
        ["max"] = new(1, int.MaxValue, x => x.Aggregate((a, b) => Number.Compare(a, b) >= 0 ? a : b)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Has(string name) => Known.ContainsKey(name);

    public static Number Call(string name, IReadOnlyList<Number> arguments)
    {
        var function = Known[name];
        if (arguments.Count < function.Least || arguments.Count > function.Most)
            throw new CalculationException($"The function {name} does not take {arguments.Count} values.");
        return function.Apply(arguments);
    }

    private static Number Sqrt(Number x)
    {
        if (x.Sign < 0)
            throw new CalculationException("The square root of a negative number is not a real number.");
        if (x.IsExact && Root(x.Numerator) is { } top && Root(x.Denominator) is { } bottom)
            return Number.Of(top, bottom);
        return Number.Of(Math.Sqrt(x.ToDouble()));
    }

    // The whole root of a square number, by Newton's method.
    private static BigInteger? Root(BigInteger square)
    {
        if (square.IsZero)
            return square;
        var root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        for (var next = (root + (square / root)) >> 1; next < root; next = (root + (square / root)) >> 1)
            root = next;
        return root * root == square ? root : null;
    }

    // sin(pi) is 1.2e-16 for the double nearest to pi: the error of the argument, not a result.
    private static Number Trigonometric(Number x, Func<double, double> function)
    {
        var value = function(x.ToDouble());
        return x.IsZero || Math.Abs(value) < 1e-15 ? Number.Of(new BigInteger(Math.Round(value))) : Number.Of(value);
    }

    private static double Positive(Number x) => x.Sign > 0
        ? x.ToDouble()
        : throw new CalculationException("The logarithm exists for positive numbers only.");

    private static Number Log(Number x, Number @base)
    {
        var divisor = Math.Log(Positive(@base));
        return divisor == 0 ? throw new CalculationException("A logarithm's base must not be 1.") : Rounded(Math.Log(Positive(x)) / divisor);
    }

    // log(1000) is 3, though the quotient may be a bit beside it.
    private static Number Rounded(double value) => Math.Abs(value - Math.Round(value)) < 1e-13 ? Number.Of(new BigInteger(Math.Round(value))) : Number.Of(value);

    private static int Digits(Number x) => x.IsInteger && BigInteger.Abs(x.Numerator) <= MaxDigits
        ? (int)x.Numerator
        : throw new CalculationException($"The digits to round to must be a whole number from -{MaxDigits} to {MaxDigits}.");

    // Halves go away from zero, as in school.
    private static Number Round(Number x, int digits)
    {
        var scale = Number.Of(new BigInteger(10)).Power(Number.Of(new BigInteger(digits)));
        if (!x.IsExact)
            x = Exact(x.ToDouble());
        var scaled = x.Abs() * scale;
        var rounded = (scaled + Number.Of(1, 2)).Floor() / scale;
        return x.Sign < 0 ? -rounded : rounded;
    }

    // A double's own decimal digits, so that rounding sees 2.675 where it is shown.
    private static Number Exact(double value) => Literal.Read(value.ToString("E14", System.Globalization.CultureInfo.InvariantCulture).Replace("+", "", StringComparison.Ordinal));

    private sealed record Function(int Least, int Most, Func<IReadOnlyList<Number>, Number> Apply);
}
