using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>A chat message: a role and its items.</summary>
public class ChatMessageContent : KernelContent
{
    private string? _authorName;
    private ChatMessageContentItemCollection? _items;
    private Encoding _encoding = Encoding.UTF8;

    /// <summary>An empty message without a role.</summary>
    [JsonConstructor]
    public ChatMessageContent()
    {
    }

    /// <summary>A message of one text.</summary>
    /// <param name="role">Who speaks.</param>
    /// <param name="content">The text; null for none.</param>
    /// <param name="modelId">The model that made it.</param>
    /// <param name="innerContent">The provider's own object.</param>
    /// <param name="encoding">The text's encoding, UTF-8 when null.</param>
    /// <param name="metadata">Further facts.</param>
    public ChatMessageContent(AuthorRole role, string? content, string? modelId = null, object? innerContent = null, Encoding? encoding = null, IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, modelId, metadata)
    {
        Role = role;
        _encoding = encoding ?? Encoding.UTF8;
        Content = content;
    }

    /// <summary>A message of several items.</summary>
    /// <param name="role">Who speaks.</param>
    /// <param name="items">The items.</param>
    /// <param name="modelId">The model that made it.</param>
    /// <param name="innerContent">The provider's own object.</param>
    /// <param name="encoding">The text's encoding, UTF-8 when null.</param>
    /// <param name="metadata">Further facts.</param>
    public ChatMessageContent(AuthorRole role, ChatMessageContentItemCollection items, string? modelId = null, object? innerContent = null, Encoding? encoding = null, IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, modelId, metadata)
    {
        Role = role;
        _encoding = encoding ?? Encoding.UTF8;
        _items = items;
    }

    /// <summary>The speaker's name; blank is no name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AuthorName
    {
        get => _authorName;
        set => _authorName = string.IsNullOrWhiteSpace(value) ? null : value;
    }

    /// <summary>Who speaks.</summary>
    public AuthorRole Role { get; set; }

    /// <summary>The text of the first text item; assigning adds that item when there is none.</summary>
    [JsonIgnore]
    public string? Content
    {
        get => FirstText?.Text;
        set
        {
            if (FirstText is { } text)
            {
                text.Text = value;
            }
            else if (value is not null)
            {
                Items.Add(new TextContent(value, ModelId, InnerContent, _encoding, Metadata) { MimeType = MimeType });
            }
        }
    }

    /// <summary>What the message consists of.</summary>
    public ChatMessageContentItemCollection Items
    {
        get => _items ??= [];
        set => _items = value;
    }

    /// <summary>The encoding of the first text item; never serialised.</summary>
    [JsonIgnore]
    public Encoding Encoding
    {
        get => FirstText?.Encoding ?? _encoding;
        set
        {
            _encoding = value;
            if (FirstText is { } text)
            {
                text.Encoding = value;
            }
        }
    }

    /// <summary>Where the message came from; never serialised.</summary>
    [Experimental("SKEXP0101")]
    [JsonIgnore]
    public object? Source { get; set; }

    private TextContent? FirstText => _items?.OfType<TextContent>().FirstOrDefault();

    /// <inheritdoc/>
    public override string ToString() => Content ?? string.Empty;
}
