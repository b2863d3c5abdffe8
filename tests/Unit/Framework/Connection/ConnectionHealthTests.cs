using Confluent.Kafka;
using Kafka.Dlq.Connection;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection;

public sealed class ConnectionHealthTests
{
    private readonly ConnectionHealth _health = new();

    [Fact]
    public void It_begins_well()
    {
        Assert.Null(_health.Unreachable);
        Assert.Null(_health.Failed);
    }

    [Fact]
    public void One_broker_that_goes_is_no_outage()
    {
        Assert.False(_health.Note(new Error(ErrorCode.Local_Transport, "b1:9092 refused")));
        Assert.Null(_health.Unreachable);
    }

    [Fact]
    public void When_all_are_down_it_tells_once_and_names_the_broker_told_of_last()
    {
        _health.Note(new Error(ErrorCode.Local_Transport, "b1:9092 refused"));

        Assert.True(_health.Note(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down")));
        Assert.False(_health.Note(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down")));

        Assert.Equal("b1:9092 refused", _health.Unreachable);
    }

    [Fact]
    public void Without_a_brokers_reason_the_clients_own_is_told()
    {
        _health.Note(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));

        Assert.Equal("1/1 brokers are down", _health.Unreachable);
    }

    [Fact]
    public void When_a_broker_answers_the_outage_is_over_and_the_next_one_is_news()
    {
        _health.Note(new Error(ErrorCode.Local_AllBrokersDown, "down"));

        _health.Reached();

        Assert.Null(_health.Unreachable);
        Assert.True(_health.Note(new Error(ErrorCode.Local_AllBrokersDown, "down")));
    }

    [Fact]
    public void After_a_fatal_error_it_says_that_the_host_must_be_restarted()
    {
        _health.Note(new Error(ErrorCode.FencedInstanceId, "fenced by another member", isFatal: true));

        Assert.Contains("fenced by another member", _health.Failed, StringComparison.Ordinal);
        Assert.Contains("restart", _health.Failed, StringComparison.Ordinal);
    }
}
