using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Strategy;

public sealed class CausesTests
{
    [Fact]
    public void Error_comes_first_and_its_causes_in_their_depth()
    {
        FormatException inner = new("inner");
        InvalidOperationException outer = new("outer", inner);

        Assert.Equal([outer, inner], Causes.Of(outer));
    }

    [Fact]
    public void All_errors_of_an_aggregate_are_looked_through()
    {
        FormatException second = new("second", new TimeoutException());
        AggregateException several = new(new InvalidOperationException("first"), second);

        Assert.Equal(["AggregateException", "InvalidOperationException", "FormatException", "TimeoutException"], Causes.Of(several).Select(cause => cause.GetType().Name));
    }

    [Fact]
    public void Ring_of_causes_ends()
    {
        Exception deep = new FormatException("deepest");
        for (int i = 0; i < 1_000; i++)
        {
            deep = new InvalidOperationException("outer", deep);
        }

        Assert.Equal(33, Causes.Of(deep).Count());
    }
}
