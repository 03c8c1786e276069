namespace AgentHost.Strategies.Offline;

/// <summary>What the rules decided: words, then calls.</summary>
internal sealed record OfflineAnswer(string Text, IReadOnlyList<OfflineCall> Calls)
{
    public OfflineAnswer(string text)
        : this(text, [])
    {
    }
}

/// <summary>A call of one of the offered functions.</summary>
/// <param name="Name">Plugin and function, as Semantic Kernel's builder of calls reads it.</param>
/// <param name="Arguments">A JSON object.</param>
internal sealed record OfflineCall(string Name, string Arguments);
