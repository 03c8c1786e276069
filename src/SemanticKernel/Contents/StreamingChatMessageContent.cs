using System.Text;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of a chat message.</summary>
public class StreamingChatMessageContent : StreamingKernelContent
{
    private StreamingKernelContentItemCollection? _items;
    private Encoding _encoding;

    /// <summary>A piece of a chat message as a connector makes it.</summary>
    /// <param name="role">Who speaks, in the first piece.</param>
    /// <param name="content">The text.</param>
    /// <param name="innerContent">The provider's own object.</param>
    /// <param name="choiceIndex">Which of several answers it belongs to, from 0.</param>
    /// <param name="modelId">The model that made it.</param>
    /// <param name="encoding">The text's encoding, UTF-8 when null.</param>
    /// <param name="metadata">Further facts.</param>
    [JsonConstructor]
    public StreamingChatMessageContent(AuthorRole? role, string? content, object? innerContent = null, int choiceIndex = 0, string? modelId = null, Encoding? encoding = null, IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, choiceIndex, modelId, metadata)
    {
        Role = role;
        _encoding = encoding ?? Encoding.UTF8;
        Content = content;
    }

    /// <summary>The text of the first text item; assigning adds that item when there is none.</summary>
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
                Items.Add(new StreamingTextContent(value, ChoiceIndex, ModelId, InnerContent, _encoding, Metadata));
            }
        }
    }

    /// <summary>The items of the piece; never serialised.</summary>
    [JsonIgnore]
    public StreamingKernelContentItemCollection Items
    {
        get => _items ??= [];
        set => _items = value;
    }

    /// <summary>The speaker's name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AuthorName { get; set; }

    /// <summary>Who speaks, in the first piece.</summary>
    public AuthorRole? Role { get; set; }

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

    private StreamingTextContent? FirstText => _items?.OfType<StreamingTextContent>().FirstOrDefault();

    /// <inheritdoc/>
    public override string ToString() => Content ?? string.Empty;

    /// <inheritdoc/>
    public override byte[] ToByteArray() => Encoding.GetBytes(ToString());
}
