using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel.PromptTemplates;

/// <summary>Reads a rendered prompt: <c>message</c> elements are the messages of a conversation; anything else is one user message.</summary>
internal static class ChatPrompt
{
    private static readonly XmlReaderSettings XmlSettings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

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
            using var reader = XmlReader.Create(new StringReader($"<prompt>{prompt}</prompt>"), XmlSettings);
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
        foreach (var part in element.Elements().Select(ToPart).OfType<KernelContent>())
        {
            items.Add(part);
        }

        if (items.Count == 0 && Content(element) is { } text)
        {
            items.Add(new TextContent(text));
        }

        return new ChatMessageContent(new AuthorRole(element.Attribute("role")!.Value), items);
    }

    private static KernelContent? ToPart(XElement element)
    {
        if (Content(element) is not { } text)
        {
            return null;
        }

        var isData = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
        KernelContent? part = element.Name.LocalName.ToUpperInvariant() switch
        {
            "TEXT" => new TextContent(text),
            "IMAGE" => isData ? new ImageContent(text) : new ImageContent(new Uri(text)),
            "AUDIO" => isData ? new AudioContent(text) : new AudioContent(new Uri(text)),
            "BINARY" => isData ? new BinaryContent(text) : new BinaryContent(new Uri(text)),
            _ => null,
        };
        if (part is not null && element.Attribute("mimetype")?.Value is { } mimeType)
        {
            part.MimeType = mimeType;
        }

        return part;
    }

    // What templates encode is decoded here, once the messages' limits are known; markup inside a message is its text.
    private static string? Content(XElement element)
    {
        var text = element.FirstNode is XCData ? element.Value : string.Concat(element.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)));
        return text.Trim() is { Length: > 0 } content ? WebUtility.HtmlDecode(content) : null;
    }
}
