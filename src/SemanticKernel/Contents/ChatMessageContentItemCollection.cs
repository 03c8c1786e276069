using System.Collections;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>The items of a chat message.</summary>
public class ChatMessageContentItemCollection : IList<KernelContent>, IReadOnlyList<KernelContent>
{
    private readonly List<KernelContent> _items = [];

    /// <summary>An empty list.</summary>
    public ChatMessageContentItemCollection()
    {
    }

    /// <inheritdoc cref="List{T}.Count"/>
    public int Count => _items.Count;

    bool ICollection<KernelContent>.IsReadOnly => false;

    /// <summary>The item at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public KernelContent this[int index]
    {
        get => _items[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _items[index] = value;
        }
    }

    /// <summary>Appends an item.</summary>
    /// <param name="item">The item.</param>
    public void Add(KernelContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _items.Add(item);
    }

    /// <summary>Removes all items.</summary>
    public void Clear() => _items.Clear();

    /// <summary>Whether an item is in the list.</summary>
    /// <param name="item">The item.</param>
    public bool Contains(KernelContent item) => _items.Contains(item);

    /// <summary>Copies all items.</summary>
    /// <param name="array">Where to.</param>
    /// <param name="arrayIndex">From which position on.</param>
    public void CopyTo(KernelContent[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    /// <summary>The position of an item, or -1.</summary>
    /// <param name="item">The item.</param>
    public int IndexOf(KernelContent item) => _items.IndexOf(item);

    /// <summary>Inserts an item.</summary>
    /// <param name="index">Its position.</param>
    /// <param name="item">The item.</param>
    public void Insert(int index, KernelContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _items.Insert(index, item);
    }

    /// <summary>Removes an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(KernelContent item) => _items.Remove(item);

    /// <summary>Removes the item at a position.</summary>
    /// <param name="index">The position.</param>
    public void RemoveAt(int index) => _items.RemoveAt(index);

    IEnumerator<KernelContent> IEnumerable<KernelContent>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
