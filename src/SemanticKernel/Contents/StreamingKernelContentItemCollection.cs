using System.Collections;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>The items of a piece of a streamed chat message.</summary>
public sealed class StreamingKernelContentItemCollection : IList<StreamingKernelContent>, IReadOnlyList<StreamingKernelContent>
{
    private readonly List<StreamingKernelContent> _items = [];

    /// <summary>An empty list.</summary>
    public StreamingKernelContentItemCollection()
    {
    }

    /// <inheritdoc cref="List{T}.Count"/>
    public int Count => _items.Count;

    bool ICollection<StreamingKernelContent>.IsReadOnly => false;

    /// <summary>The item at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public StreamingKernelContent this[int index]
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
    public void Add(StreamingKernelContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _items.Add(item);
    }

    /// <summary>Removes all items.</summary>
    public void Clear() => _items.Clear();

    /// <summary>Whether an item is in the list.</summary>
    /// <param name="item">The item.</param>
    public bool Contains(StreamingKernelContent item) => _items.Contains(item);

    /// <summary>Copies all items.</summary>
    /// <param name="array">Where to.</param>
    /// <param name="arrayIndex">From which position on.</param>
    public void CopyTo(StreamingKernelContent[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    /// <summary>The position of an item, or -1.</summary>
    /// <param name="item">The item.</param>
    public int IndexOf(StreamingKernelContent item) => _items.IndexOf(item);

    /// <summary>Inserts an item.</summary>
    /// <param name="index">Its position.</param>
    /// <param name="item">The item.</param>
    public void Insert(int index, StreamingKernelContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _items.Insert(index, item);
    }

    /// <summary>Removes an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(StreamingKernelContent item) => _items.Remove(item);

    /// <summary>Removes the item at a position.</summary>
    /// <param name="index">The position.</param>
    public void RemoveAt(int index) => _items.RemoveAt(index);

    IEnumerator<StreamingKernelContent> IEnumerable<StreamingKernelContent>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
