using Polly;
using Polly.Retry;

namespace AgentHost.Strategies.Resilience;

/// <summary>When one provider is asked again, and after what wait.</summary>
internal sealed class ProviderRetry
{
    private static readonly ResiliencePropertyKey<Counter> Key = new("attempts");

    private readonly ProviderRetries _limits;
    private readonly RetryBudget _budget;
    private readonly ResiliencePipeline _pipeline;

    public ProviderRetry(ProviderRetries limits, TimeProvider time, Func<double> randomizer)
    {
        _limits = limits;
        _budget = new RetryBudget(limits.Budget);
        _pipeline = limits.Max == 0 ? ResiliencePipeline.Empty : Build(limits, time, randomizer);
    }

    /// <summary>Runs <paramref name="attempt"/> until it succeeds, and gives its result with the number of attempts.</summary>
    public async ValueTask<(T Result, int Attempts)> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        var counter = new Counter();
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Key, counter);
        try
        {
            var result = await _pipeline.ExecuteAsync(
                static (context, state) =>
                {
                    state.counter.Attempts++;
                    return state.attempt(context.CancellationToken);
                },
                context,
                (attempt, counter));
            _budget.GiveBack();
            return (result, counter.Attempts);
        }
        catch (ProviderException exception)
        {
            exception.Attempts = counter.Attempts;
            throw;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline Build(ProviderRetries limits, TimeProvider time, Func<double> randomizer) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = limits.Max,
                Delay = limits.BaseDelay,
                MaxDelay = limits.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = randomizer,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRepeat(arguments.Outcome.Exception, arguments.AttemptNumber)),
                DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as ProviderException)?.RetryAfter),
            })
            .Build();

    // Polly asks also after the last attempt; a repeat that will not happen must not be paid for.
    private bool ShouldRepeat(Exception? exception, int repeatsSoFar) =>
        exception is ProviderException { IsTransient: true } failure
        && !(failure.RetryAfter > _limits.MaxDelay)
        && repeatsSoFar < _limits.Max
        && _budget.TryTake();

    private sealed class Counter
    {
        public int Attempts { get; set; }
    }
}
