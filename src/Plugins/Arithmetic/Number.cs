using System.Numerics;

namespace AgentHost.Plugins.Arithmetic;

/// <summary>
/// A number: an exact fraction while that stays small, else a double. Fractions keep 0.1 + 0.2 and 1/3*3 exact.
/// </summary>
internal readonly struct Number
{
    // Some 1,200 decimal digits: more than anyone reads, little enough that a thousand operations take milliseconds.
    public const int MaxBits = 4096;

    private readonly double _approximate;

    private Number(BigInteger numerator, BigInteger denominator)
    {
        Numerator = numerator;
        Denominator = denominator;
    }

    private Number(double approximate) => _approximate = approximate;

    public BigInteger Numerator { get; }

    /// <summary>Positive; zero when the number is not exact.</summary>
    public BigInteger Denominator { get; }

    public bool IsExact => !Denominator.IsZero;

    public bool IsInteger => Denominator.IsOne;

    public bool IsZero => IsExact ? Numerator.IsZero : _approximate == 0;

    public int Sign => IsExact ? Numerator.Sign : Math.Sign(_approximate);

    public static Number Of(BigInteger integer) => Of(integer, BigInteger.One);

    public static Number Of(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        var exact = new Number(numerator / divisor, denominator / divisor);
        return BigInteger.Abs(exact.Numerator).GetBitLength() <= MaxBits && exact.Denominator.GetBitLength() <= MaxBits ? exact : Of(exact.ToDouble());
    }

    public static Number Of(double value) => double.IsNaN(value)
        ? throw new CalculationException("The result is not a real number.")
        : double.IsInfinity(value) ? throw new CalculationException("The result is too large.")
        : new Number(value);

    public double ToDouble()
    {
        if (!IsExact)
            return _approximate;
        if (Numerator.IsZero)
            return 0;
        // 64 significant bits of the quotient, scaled back: neither part needs to fit a double.
        var shift = (int)(BigInteger.Abs(Numerator).GetBitLength() - Denominator.GetBitLength()) - 64;
        var quotient = shift > 0 ? Numerator / (Denominator << shift) : (Numerator << -shift) / Denominator;
        return Math.ScaleB((double)quotient, shift);
    }

    public static Number operator -(Number a) => a.IsExact ? Of(-a.Numerator, a.Denominator) : Of(-a._approximate);

    public static Number operator +(Number a, Number b) => a.IsExact && b.IsExact
        ? Of((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator)
        : Of(a.ToDouble() + b.ToDouble());

    public static Number operator -(Number a, Number b) => a + -b;

    public static Number operator *(Number a, Number b) => a.IsExact && b.IsExact
        ? Of(a.Numerator * b.Numerator, a.Denominator * b.Denominator)
        : Of(a.ToDouble() * b.ToDouble());

    public static Number operator /(Number a, Number b) => b.IsZero
        ? throw new CalculationException("Division by zero.")
        : a.IsExact && b.IsExact ? Of(a.Numerator * b.Denominator, a.Denominator * b.Numerator) : Of(a.ToDouble() / b.ToDouble());

    /// <summary>The remainder of the floored division: it has the divisor's sign, as in Python.</summary>
    public static Number operator %(Number a, Number b) => a - (b * (a / b).Floor());

    public static int Compare(Number a, Number b) => (a.IsExact && b.IsExact) ? (a - b).Sign : a.ToDouble().CompareTo(b.ToDouble());

    public Number Floor()
    {
        if (!IsExact)
            return Of(Math.Floor(_approximate));
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var rest);
        return Of(rest.Sign < 0 ? quotient - 1 : quotient);
    }

    public Number Abs() => Sign < 0 ? -this : this;

    public Number Power(Number exponent)
    {
        if (IsZero && exponent.Sign < 0)
            throw new CalculationException("Division by zero.");
        var size = IsExact ? Math.Max(BigInteger.Abs(Numerator).GetBitLength(), Denominator.GetBitLength()) : 0;
        if (!IsExact || !exponent.IsInteger || BigInteger.Abs(exponent.Numerator) * (size - 1) > MaxBits)
            return Of(Math.Pow(ToDouble(), exponent.ToDouble()));
        // 0, 1 and -1 have one bit and pass with any exponent.
        if (size <= 1)
            return IsZero && !exponent.IsZero ? this : Numerator.Sign < 0 && !exponent.Numerator.IsEven ? this : Of(BigInteger.One);
        var power = (int)BigInteger.Abs(exponent.Numerator);
        var (top, bottom) = (BigInteger.Pow(Numerator, power), BigInteger.Pow(Denominator, power));
        return exponent.Sign < 0 ? Of(bottom, top) : Of(top, bottom);
    }
}
