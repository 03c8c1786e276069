using AgentHost.Strategies.Resilience;

namespace AgentHost.Strategies.Tests.Resilience;

public sealed class RetryBudgetTests
{
    [Fact]
    public void Successes_never_make_the_budget_larger_than_it_was()
    {
        var budget = new RetryBudget(2);
        for (var i = 0; i < 100; i++)
        {
            budget.GiveBack();
        }

        Assert.True(budget.TryTake());
        Assert.True(budget.TryTake());
        Assert.False(budget.TryTake());
    }
}
