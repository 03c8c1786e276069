using System.Globalization;
using System.Numerics;

namespace AgentHost.Plugins.Arithmetic;

/// <summary>Writes numbers in decimal digits.</summary>
internal static class NumberFormat
{
    private const int MaxDecimals = 40;
    private const int RoundedDigits = 20;

    /// <summary>The digits, and whether they are the whole truth.</summary>
    public static (string Text, bool Exact) Write(Number number)
    {
        if (number.IsInteger)
            return (number.Numerator.ToString(CultureInfo.InvariantCulture), true);
        if (!number.IsExact)
            return (WriteDouble(number.ToDouble()), false);
        if (Decimals(number.Denominator) is { } decimals and <= MaxDecimals)
            return (WriteFixed(number.Numerator * BigInteger.Pow(10, decimals) / number.Denominator, decimals), true);
        return (Rounded(number), false);
    }

    // 15 digits hide the last bits' noise: sqrt(2)^2 is 2.
    private static string WriteDouble(double value) => value.ToString("G15", CultureInfo.InvariantCulture);

    // A fraction ends when its denominator has no other factors than 2 and 5.
    private static int? Decimals(BigInteger denominator)
    {
        var twos = Factors(ref denominator, 2);
        var fives = Factors(ref denominator, 5);
        return denominator.IsOne ? Math.Max(twos, fives) : null;
    }

    private static int Factors(ref BigInteger number, int factor)
    {
        var count = 0;
        while (BigInteger.Remainder(number, factor).IsZero)
        {
            number /= factor;
            count++;
        }

        return count;
    }

    private static string Rounded(Number number)
    {
        var whole = number.Abs().Floor().Numerator;
        var decimals = RoundedDigits - (whole.IsZero ? 0 : whole.ToString(CultureInfo.InvariantCulture).Length);
        // Very large or very small fractions read better with an exponent.
        if (decimals < 1 || Math.Abs(number.ToDouble()) < 1e-6)
            return WriteDouble(number.ToDouble());
        var scaled = (2 * number.Numerator * BigInteger.Pow(10, decimals)) + (number.Sign * number.Denominator);
        return WriteFixed(scaled / (2 * number.Denominator), decimals);
    }

    private static string WriteFixed(BigInteger scaled, int decimals)
    {
        var digits = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return $"{(scaled.Sign < 0 ? "-" : "")}{digits[..^decimals]}.{digits[^decimals..]}";
    }
}
