using System.Globalization;
using AgentHost.Plugins.Arithmetic;
using FsCheck;
using FsCheck.Fluent;

namespace AgentHost.Plugins.Tests.Arithmetic;

public class CalculateTests
{
    [Theory]
    [InlineData("1+2", "3")]
    [InlineData("0.1+0.2", "0.3")]
    [InlineData("1.10 - 1", "0.1")]
    [InlineData("2+3*4", "14")]
    [InlineData("(2+3)*4", "20")]
    [InlineData("2^10", "1024")]
    [InlineData("2**10", "1024")]
    [InlineData("2^3^2", "512")]
    [InlineData("-2^2", "-4")]
    [InlineData("(-2)^2", "4")]
    [InlineData("2^-1", "0.5")]
    [InlineData("--3", "3")]
    [InlineData("2 - -3", "5")]
    [InlineData("+5", "5")]
    [InlineData("7 % 3", "1")]
    [InlineData("-7 % 3", "2")]
    [InlineData("7.5 % 2", "1.5")]
    [InlineData("10/4", "2.5")]
    [InlineData("1/3*3", "1")]
    [InlineData("1e3", "1000")]
    [InlineData("1.5E-3", "0.0015")]
    [InlineData(".5 + 5.", "5.5")]
    [InlineData("2^100", "1267650600228229401496703205376")]
    [InlineData("99999999999999999999 + 1", "100000000000000000000")]
    [InlineData("sqrt(16)", "4")]
    [InlineData("sqrt(0.25)", "0.5")]
    [InlineData("sqrt(10^40)", "100000000000000000000")]
    [InlineData("abs(-3.5)", "3.5")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(2.675, 2)", "2.68")]
    [InlineData("round(1234, -2)", "1200")]
    [InlineData("round(pi, 4)", "3.1416")]
    [InlineData("floor(-1.5)", "-2")]
    [InlineData("ceil(-1.5)", "-1")]
    [InlineData("min(3, 1, 2)", "1")]
    [InlineData("max(3, 1/2, -2)", "3")]
    [InlineData("sin(0)", "0")]
    [InlineData("sin(pi)", "0")]
    [InlineData("exp(0)", "1")]
    [InlineData("log(1000)", "3")]
    [InlineData("log(8, 2)", "3")]
    [InlineData("3 × 4 ÷ 2 − 1", "5")]
    [InlineData("SQRT( 9 )", "3")]
    [InlineData("0^0", "1")]
    [InlineData("1^1e300", "1")]
    [InlineData("(-1)^1000001", "-1")]
    [InlineData("0 * -1", "0")]
    public void Exact_values_are_given_whole(string expression, string expected) =>
        Assert.Equal(new CalculationResult(expression, expected), ArithmeticPlugin.Calculate(expression));

    [Theory]
    [InlineData("1/3", "0.33333333333333333333")]
    [InlineData("2/3", "0.66666666666666666667")]
    [InlineData("-2/3", "-0.66666666666666666667")]
    [InlineData("100/3", "33.333333333333333333")]
    [InlineData("pi", "3.14159265358979")]
    [InlineData("cos(pi)", "-1")]
    [InlineData("sqrt(2)", "1.4142135623731")]
    [InlineData("sqrt(2)^2", "2")]
    [InlineData("ln(e)", "1")]
    [InlineData("2^0.5", "1.4142135623731")]
    [InlineData("1e-300/3", "3.33333333333333E-301")]
    [InlineData("2^5000 / 2^4999", "error")]
    public void Other_values_are_rounded_and_said_to_be(string expression, string expected)
    {
        var result = ArithmeticPlugin.Calculate(expression);
        Assert.Equal(expected, result.Result ?? "error");
        Assert.True(result.Approximate is true ^ result.Error is not null);
    }

    [Theory]
    [InlineData("1/0", "Division by zero.")]
    [InlineData("5 % 0", "Division by zero.")]
    [InlineData("0^-1", "Division by zero.")]
    [InlineData("1/(2-2)", "Division by zero.")]
    [InlineData("", "The expression is empty.")]
    [InlineData("  ", "The expression is empty.")]
    [InlineData("1+", "The expression ends too early.")]
    [InlineData("(1+2", "The expression ends too early.")]
    [InlineData("1+2)", "Position 4: \")\" is not expected here.")]
    [InlineData("2 3", "Position 3: \"3\" is not expected here.")]
    [InlineData("2(3)", "Position 2: \"(\" is not expected here.")]
    [InlineData("1,000", "Position 2: \",\" is not expected here.")]
    [InlineData("1..2", "Position 3: \".\" is not expected here.")]
    [InlineData(".", "Position 1: \".\" is not expected here.")]
    [InlineData("2e", "Position 2: \"e\" is not expected here.")]
    [InlineData("1\02", "Position 2: \"\" is not expected here.")]
    [InlineData("x+1", "Position 1: the name \"x\" is not known.")]
    [InlineData("__import__('os')", "Position 1: \"_\" is not expected here.")]
    [InlineData("sqrt(-1)", "The square root of a negative number is not a real number.")]
    [InlineData("(-8)^0.5", "The result is not a real number.")]
    [InlineData("ln(0)", "The logarithm exists for positive numbers only.")]
    [InlineData("log(5, 1)", "A logarithm's base must not be 1.")]
    [InlineData("sqrt(1,2)", "The function sqrt does not take 2 values.")]
    [InlineData("min()", "Position 5: \")\" is not expected here.")]
    [InlineData("sqrt 4", "Position 6: \"4\" is not expected here.")]
    [InlineData("10^1000000", "The result is too large.")]
    [InlineData("9^9^9", "The result is too large.")]
    [InlineData("exp(1000)", "The result is too large.")]
    [InlineData("1e9999", "The exponent of 1e9999 is too large.")]
    [InlineData("round(1, 99999)", "The digits to round to must be a whole number from -300 to 300.")]
    public void Mistakes_are_told_in_words(string expression, string expected)
    {
        var result = ArithmeticPlugin.Calculate(expression);
        Assert.Equal(expected, result.Error);
        Assert.Null(result.Result);
    }

    [Fact]
    public void Length_and_depth_are_limited()
    {
        Assert.Equal("The expression is longer than 1000 characters.", ArithmeticPlugin.Calculate(new string('1', 1001)).Error);
        Assert.Equal("The expression is nested too deeply.", ArithmeticPlugin.Calculate(new string('(', 900)).Error);
        Assert.Equal("The expression is nested too deeply.", ArithmeticPlugin.Calculate(new string('-', 900) + "1").Error);
        Assert.Equal("The expression is nested too deeply.", ArithmeticPlugin.Calculate(string.Concat(Enumerable.Repeat("2^", 400)) + "1").Error);
    }

    [Fact]
    public void Any_text_gets_a_value_or_an_error() =>
        Prop.ForAll<string>(text =>
        {
            var result = ArithmeticPlugin.Calculate(text);
            return result.Result is null ^ result.Error is null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sums_products_and_differences_of_decimals_agree_with_decimal() =>
        Prop.ForAll<int, int, byte>((a, b, scale) =>
        {
            var (x, y) = (new decimal(a) / Pow10(scale % 6), new decimal(b) / Pow10(scale % 4));
            return Value($"({Text(x)}) + ({Text(y)})") == x + y && Value($"({Text(x)}) * ({Text(y)})") == x * y && Value($"({Text(x)}) - ({Text(y)})") == x - y;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_divided_comes_back_when_multiplied() =>
        Prop.ForAll<int, int>((a, b) => b == 0 || Value($"({Text(a)}) / ({Text(b)}) * ({Text(b)})") == a).QuickCheckThrowOnFailure();

    private static decimal Pow10(int digits) => (decimal)Math.Pow(10, digits);

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static decimal Value(string expression) => decimal.Parse(ArithmeticPlugin.Calculate(expression).Result!, CultureInfo.InvariantCulture);
}
