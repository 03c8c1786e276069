using System.Diagnostics.CodeAnalysis;
using System.Xml;
using System.Xml.Linq;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel.PromptTemplates;

/// <summary>Reads a rendered prompt: <c>message</c> elements are the messages of a conversation, anything else is one user message.</summary>
internal static class ChatPrompt
{
    private static readonly Dictionary<string, Func<string, KernelContent>> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text"] = text => new TextContent(text),
        ["image"] = text => IsDataUri(text) ? new ImageContent(text) : new ImageContent(new Uri(text)),
        ["audio"] = text => IsDataUri(text) ? new AudioContent(text) : new AudioContent(new Uri(text)),
        ["binary"] = text => IsDataUri(text) ? new BinaryContent(text) : new BinaryContent(new Uri(text)),
    };

    public static ChatHistory ToHistory(string prompt) =>
        TryRead(prompt, out var history) ? history : new ChatHistory([new ChatMessageContent(AuthorRole.User, prompt)]);

    private static bool TryRead(string prompt, [NotNullWhen(true)] out ChatHistory? history)
    {
        history = null;
        if (!prompt.Contains("<message", StringComparison.OrdinalIgnoreCase) || !TryReadXml(prompt, out var root))
        {
            return false;
        }

        var messages = root.Elements().Where(IsMessage).Select(ToMessage).ToList();
        history = messages.Count == 0 ? null : new ChatHistory(messages);
        return history is not null;
    }

    private static bool TryReadXml(string prompt, [NotNullWhen(true)] out XElement? root)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader($"<prompt>{prompt}</prompt>"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            root = XElement.Load(reader, LoadOptions.PreserveWhitespace);
            return true;
        }
        catch (XmlException)
        {
            root = null;
            return false;
        }
    }

    private static bool IsMessage(XElement element) =>
        element.Name.LocalName.Equals("message", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(element.Attribute("role")?.Value);

    private static ChatMessageContent ToMessage(XElement element)
    {
        var items = new ChatMessageContentItemCollection();
        foreach (var child in element.Elements())
        {
            if (Parts.TryGetValue(child.Name.LocalName, out var make))
            {
                items.Add(ToPart(child, make));
            }
        }

        if (items.Count == 0)
        {
            var text = string.Concat(element.Nodes().Select(ToText)).Trim();
            if (text.Length > 0)
            {
                items.Add(new TextContent(text));
            }
        }

        return new ChatMessageContent(new AuthorRole(element.Attribute("role")!.Value), items);
    }

    private static KernelContent ToPart(XElement element, Func<string, KernelContent> make)
    {
        var part = make(string.Concat(element.Nodes().Select(ToText)).Trim());
        part.MimeType = element.Attribute("mimetype")?.Value ?? part.MimeType;
        return part;
    }

    private static string ToText(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element => element.ToString(SaveOptions.DisableFormatting),
        _ => string.Empty,
    };

    private static bool IsDataUri(string text) => text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
}
