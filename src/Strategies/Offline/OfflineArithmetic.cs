using System.Text.RegularExpressions;

namespace AgentHost.Strategies.Offline;

/// <summary>Finds expressions to calculate, in signs or in words, and leaves dates and ranges alone.</summary>
internal static class OfflineArithmetic
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
    private const int Most = 5;

    private static readonly Regex Expression = new(@"[-+(]*[0-9][0-9.]*(?:\s*[)]*\s*[-+*/^%×÷]+\s*[-+(]*[0-9][0-9.]*)+[)]*", Linear);
    private static readonly Regex Date = new(@"\b[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\b|\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b", Linear);
    private static readonly Regex Cue = new(@"\b(?:calculate|compute|evaluate|what is|what's|how much|result of|sum|solve)\b|=", Linear);
    private static readonly Regex Certain = new(@"[*+^×÷]|\s[-/%]\s", Linear);

    private static readonly (Regex Words, string Sign)[] Operators =
    [
        (new(@"([0-9)])\s*(?:times|multiplied by)\s*([0-9(])", Linear), "$1 * $2"),
        (new(@"([0-9)])\s+x\s+([0-9(])", Linear), "$1 * $2"),
        (new(@"([0-9)])\s*plus\s*([0-9(])", Linear), "$1 + $2"),
        (new(@"([0-9)])\s*minus\s*([0-9(])", Linear), "$1 - $2"),
        (new(@"([0-9)])\s*(?:divided by|over)\s*([0-9(])", Linear), "$1 / $2"),
        (new(@"([0-9)])\s*to the power of\s*([0-9(])", Linear), "$1 ^ $2"),
    ];

    public static IReadOnlyList<string> In(string text)
    {
        var signs = Operators.Aggregate(Date.Replace(text, " "), (current, rule) => rule.Words.Replace(current, rule.Sign));
        var cued = Cue.IsMatch(text);
        return [.. Expression.Matches(signs)
            .Select(match => match.Value.TrimEnd('.').Trim())
            .Where(expression => cued || Certain.IsMatch(expression) || expression.Length == signs.Trim().Length)
            .Where(Balanced)
            .Distinct(StringComparer.Ordinal)
            .Take(Most)];
    }

    private static bool Balanced(string expression)
    {
        var depth = 0;
        foreach (var character in expression)
        {
            depth += character switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0)
            {
                return false;
            }
        }

        return depth == 0;
    }
}
