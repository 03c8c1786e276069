using System.Globalization;
using System.Numerics;

namespace AgentHost.Plugins.Arithmetic;

/// <summary>Reads decimal literals exactly.</summary>
internal static class Literal
{
    private const int MaxExponent = 400;

    /// <summary>The number that is written.</summary>
    /// <param name="text">An optional minus, digits with at most one point, and an optional exponent.</param>
    public static Number Read(string text)
    {
        var mantissa = text;
        var exponent = 0;
        if (text.IndexOfAny(['e', 'E']) is >= 0 and var at)
        {
            mantissa = text[..at];
            if (!int.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxExponent)
                throw new CalculationException($"The exponent of {Words.Short(text, 30)} is too large.");
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
            exponent -= mantissa.Length - point - 1;
        var digits = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var scale = BigInteger.Pow(10, Math.Abs(exponent));
        return exponent < 0 ? Number.Of(digits, scale) : Number.Of(digits * scale);
    }
}
