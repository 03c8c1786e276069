namespace AgentHost.Runs;

/// <summary>What a run's model may still write: an answer that never ends has an end here.</summary>
internal sealed class OutputBudget(int characters)
{
    private int _left = characters;

    /// <summary>Takes what was written from the budget.</summary>
    /// <exception cref="RunLimitException">The budget is spent.</exception>
    public void Spend(int characters)
    {
        _left -= characters;
        if (_left < 0) throw new RunLimitException(RunLimit.Output);
    }
}
