namespace AgentHost.Strategies.Resilience;

/// <summary>
/// The repeats that all requests to one provider share. A repeat takes one; a success gives a tenth of one back. While a
/// provider is down nothing comes back, so an outage costs it <paramref name="max"/> extra requests and no more.
/// </summary>
internal sealed class RetryBudget(int max)
{
    // Tenths, so that integers do.
    private const int Repeat = 10;

    private int _tenths = max * Repeat;

    public bool TryTake()
    {
        while (true)
        {
            var have = Volatile.Read(ref _tenths);
            if (have < Repeat)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _tenths, have - Repeat, have) == have)
            {
                return true;
            }
        }
    }

    public void GiveBack()
    {
        while (true)
        {
            var have = Volatile.Read(ref _tenths);
            if (have >= max * Repeat || Interlocked.CompareExchange(ref _tenths, have + 1, have) == have)
            {
                return;
            }
        }
    }
}
