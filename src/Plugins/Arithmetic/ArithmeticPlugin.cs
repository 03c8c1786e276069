using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace AgentHost.Plugins.Arithmetic;

/// <summary>The tool <c>calculate</c>.</summary>
[Description("Evaluates arithmetic.")]
internal sealed class ArithmeticPlugin
{
    [KernelFunction("calculate")]
    [ToolAction("Calculating {expression}")]
    [Description("Evaluates an arithmetic expression exactly where possible. Use it for any calculation beyond the trivial. "
        + "Knows + - * / % (remainder) ^ or ** (power), parentheses, the functions sqrt, abs, sin, cos, tan (radians), ln, log (base 10, or log(x, base)), "
        + "exp, round(x) or round(x, digits), floor, ceil, min, max, and the constants pi and e.")]
    public static CalculationResult Calculate(
        [Description("The expression, for example \"(12.5 + 3) * 2^10\". Only numbers and what is listed above; no variables, no units, no thousands separators.")] string expression)
    {
        var shown = Words.Short(expression, Parser.MaxLength);
        try
        {
            var (text, exact) = NumberFormat.Write(new Parser(expression ?? "").Evaluate());
            return new CalculationResult(shown, text, exact ? null : true);
        }
        catch (CalculationException error)
        {
            return new CalculationResult(shown, Error: error.Message);
        }
    }
}
