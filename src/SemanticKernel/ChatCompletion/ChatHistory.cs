using System.Collections;
using System.Text;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>A conversation: messages in their order.</summary>
public class ChatHistory : IList<ChatMessageContent>, IReadOnlyList<ChatMessageContent>
{
    private readonly List<ChatMessageContent> _messages = [];

    /// <summary>An empty conversation.</summary>
    public ChatHistory()
    {
    }

    /// <summary>A conversation of one message.</summary>
    /// <param name="message">Its text.</param>
    /// <param name="role">Who speaks.</param>
    public ChatHistory(string message, AuthorRole role)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        _messages.Add(new ChatMessageContent(role, message));
    }

    /// <summary>A conversation that starts with a system message.</summary>
    /// <param name="systemMessage">Its text.</param>
    public ChatHistory(string systemMessage)
        : this(systemMessage, AuthorRole.System)
    {
    }

    /// <summary>A conversation of given messages.</summary>
    /// <param name="messages">The messages.</param>
    public ChatHistory(IEnumerable<ChatMessageContent> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _messages.AddRange(messages);
    }

    /// <summary>How many messages there are.</summary>
    public virtual int Count => _messages.Count;

    bool ICollection<ChatMessageContent>.IsReadOnly => false;

    /// <summary>The message at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public virtual ChatMessageContent this[int index]
    {
        get => _messages[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _messages[index] = value;
        }
    }

    /// <summary>Appends a message of one text.</summary>
    /// <param name="authorRole">Who speaks.</param>
    /// <param name="content">The text.</param>
    /// <param name="encoding">The text's encoding, UTF-8 when null.</param>
    /// <param name="metadata">Further facts.</param>
    public void AddMessage(AuthorRole authorRole, string content, Encoding? encoding = null, IReadOnlyDictionary<string, object?>? metadata = null) =>
        Add(new ChatMessageContent(authorRole, content, encoding: encoding, metadata: metadata));

    /// <summary>Appends a message of several items.</summary>
    /// <param name="authorRole">Who speaks.</param>
    /// <param name="contentItems">The items.</param>
    /// <param name="encoding">The text's encoding, UTF-8 when null.</param>
    /// <param name="metadata">Further facts.</param>
    public void AddMessage(AuthorRole authorRole, ChatMessageContentItemCollection contentItems, Encoding? encoding = null, IReadOnlyDictionary<string, object?>? metadata = null) =>
        Add(new ChatMessageContent(authorRole, contentItems, encoding: encoding, metadata: metadata));

    /// <summary>Appends a user message.</summary>
    /// <param name="content">Its text.</param>
    public void AddUserMessage(string content) => AddMessage(AuthorRole.User, content);

    /// <summary>Appends a user message.</summary>
    /// <param name="contentItems">Its items.</param>
    public void AddUserMessage(ChatMessageContentItemCollection contentItems) => AddMessage(AuthorRole.User, contentItems);

    /// <summary>Appends an assistant message.</summary>
    /// <param name="content">Its text.</param>
    public void AddAssistantMessage(string content) => AddMessage(AuthorRole.Assistant, content);

    /// <summary>Appends a system message.</summary>
    /// <param name="content">Its text.</param>
    public void AddSystemMessage(string content) => AddMessage(AuthorRole.System, content);

    /// <summary>Appends a developer message.</summary>
    /// <param name="content">Its text.</param>
    public void AddDeveloperMessage(string content) => AddMessage(AuthorRole.Developer, content);

    /// <summary>Appends a message.</summary>
    /// <param name="item">The message.</param>
    public virtual void Add(ChatMessageContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _messages.Add(item);
    }

    /// <summary>Appends messages.</summary>
    /// <param name="items">The messages.</param>
    public virtual void AddRange(IEnumerable<ChatMessageContent> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _messages.AddRange(items);
    }

    /// <summary>Inserts a message.</summary>
    /// <param name="index">Its position.</param>
    /// <param name="item">The message.</param>
    public virtual void Insert(int index, ChatMessageContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _messages.Insert(index, item);
    }

    /// <summary>Copies all messages.</summary>
    /// <param name="array">Where to.</param>
    /// <param name="arrayIndex">From which position on.</param>
    public virtual void CopyTo(ChatMessageContent[] array, int arrayIndex) => _messages.CopyTo(array, arrayIndex);

    /// <summary>Removes all messages.</summary>
    public virtual void Clear() => _messages.Clear();

    /// <summary>Whether a message is in the conversation.</summary>
    /// <param name="item">The message.</param>
    public virtual bool Contains(ChatMessageContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _messages.Contains(item);
    }

    /// <summary>The position of a message, or -1.</summary>
    /// <param name="item">The message.</param>
    public virtual int IndexOf(ChatMessageContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _messages.IndexOf(item);
    }

    /// <summary>Removes the message at a position.</summary>
    /// <param name="index">The position.</param>
    public virtual void RemoveAt(int index) => _messages.RemoveAt(index);

    /// <summary>Removes a message.</summary>
    /// <param name="item">The message.</param>
    /// <returns>Whether it was there.</returns>
    public virtual bool Remove(ChatMessageContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _messages.Remove(item);
    }

    /// <summary>Removes several messages.</summary>
    /// <param name="index">The position of the first.</param>
    /// <param name="count">How many.</param>
    public virtual void RemoveRange(int index, int count) => _messages.RemoveRange(index, count);

    IEnumerator<ChatMessageContent> IEnumerable<ChatMessageContent>.GetEnumerator() => _messages.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _messages.GetEnumerator();
}
