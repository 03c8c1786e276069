namespace Microsoft.SemanticKernel.PromptTemplates;

/// <summary>Splits a template into text and what stands in <c>{{ }}</c>. What is never closed, and an empty pair, is text.</summary>
internal static class TemplateParser
{
    private const string Open = "{{";
    private const string Close = "}}";

    /// <summary>Reads a template.</summary>
    /// <exception cref="KernelException">Something in <c>{{ }}</c> is not valid.</exception>
    public static IReadOnlyList<TemplatePart> Parse(string template)
    {
        var parts = new List<TemplatePart>();
        var textStart = 0;
        while (FindBlock(template, textStart) is { } block)
        {
            var code = template[(block.Start + Open.Length)..block.End].Trim();
            var blockEnd = block.End + Close.Length;
            AddText(parts, template[textStart..(code.Length == 0 ? blockEnd : block.Start)]);
            if (code.Length > 0)
            {
                parts.Add(CodeParser.Parse(code));
            }

            textStart = blockEnd;
        }

        AddText(parts, template[textStart..]);
        return parts;
    }

    // The block that is closed first: a later {{ takes the place of an earlier one, quotes hide braces.
    private static (int Start, int End)? FindBlock(string template, int from)
    {
        var start = -1;
        char? quote = null;
        for (var i = from; i < template.Length - 1; i++)
        {
            if (quote is not null && CodeParser.IsEscape(template, i))
            {
                i++;
            }
            else if (quote is not null)
            {
                quote = template[i] == quote ? null : quote;
            }
            else if (StartsWith(template, i, Open))
            {
                start = i;
            }
            else if (start >= 0 && CodeParser.IsQuote(template[i]))
            {
                quote = template[i];
            }
            else if (start >= 0 && StartsWith(template, i, Close) && i >= start + Open.Length)
            {
                return (start, i);
            }
        }

        return null;
    }

    private static bool StartsWith(string template, int at, string what) => string.CompareOrdinal(template, at, what, 0, what.Length) == 0;

    private static void AddText(List<TemplatePart> parts, string text)
    {
        if (text.Length > 0)
        {
            parts.Add(new TextPart(text));
        }
    }
}
