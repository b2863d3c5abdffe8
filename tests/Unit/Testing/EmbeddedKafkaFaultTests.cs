using Confluent.Kafka;
using Kafka.Dlq.Testing;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Unit.Testing;

public sealed class EmbeddedKafkaFaultTests
{
    private static readonly Message<byte[], byte[]> Any = new() { Key = [1], Value = [2] };

    [Fact]
    public async Task Topic_error_reaches_producers_until_it_is_taken_back()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");
        kafka.SetTopicError("orders", ErrorCode.TopicAuthorizationFailed);
        Assert.Equal(ErrorCode.TopicAuthorizationFailed, await FailureAsync(kafka));

        kafka.SetTopicError("orders", ErrorCode.NoError);
        Assert.Equal(ErrorCode.NoError, await FailureAsync(kafka));
    }

    [Fact]
    public async Task Failed_produce_requests_fail_once_each_and_in_order()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");
        kafka.FailNext(RequestKind.Produce, ErrorCode.MsgSizeTooLarge, ErrorCode.InvalidRequiredAcks);

        Assert.Equal(ErrorCode.MsgSizeTooLarge, await FailureAsync(kafka));
        Assert.Equal(ErrorCode.InvalidRequiredAcks, await FailureAsync(kafka));
        Assert.Equal(ErrorCode.NoError, await FailureAsync(kafka));
        Assert.Equal(1, Clients.EndOffset(kafka, "orders"));
    }

    [Fact]
    public void Failed_offset_commit_is_told_to_the_consumer_once()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");
        using IConsumer<byte[], byte[]> consumer = Clients.Consumer(kafka, group: "g");
        TopicPartitionOffset[] offsets = [new("orders", 0, 0)];
        kafka.FailNext(RequestKind.OffsetCommit, ErrorCode.GroupAuthorizationFailed);

        KafkaException refused = Assert.ThrowsAny<KafkaException>(() => consumer.Commit(offsets));
        Assert.Equal(ErrorCode.GroupAuthorizationFailed, refused.Error.Code);
        consumer.Commit(offsets);
    }

    [Fact]
    public async Task Broker_that_is_down_takes_no_records_and_keeps_those_it_has()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");
        Assert.Equal(ErrorCode.NoError, await FailureAsync(kafka));

        kafka.SetBrokerDown();
        Assert.Equal(ErrorCode.Local_MsgTimedOut, await FailureAsync(kafka, patience: TimeSpan.FromMilliseconds(500)));

        kafka.SetBrokerUp();
        Assert.Equal(ErrorCode.NoError, await FailureAsync(kafka));
        Assert.Equal(2, Clients.EndOffset(kafka, "orders"));
    }

    [Fact]
    public async Task Round_trip_delay_slows_the_broker_by_that_time()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");
        using IProducer<byte[], byte[]> producer = Clients.Producer(kafka);
        await producer.ProduceAsync("orders", Any, TestContext.Current.CancellationToken);
        TimeSpan delay = TimeSpan.FromMilliseconds(300);
        kafka.SetRoundTripDelay(delay);

        long begin = Stopwatch.GetTimestamp();
        await producer.ProduceAsync("orders", Any, TestContext.Current.CancellationToken);

        // The client's clock and ours round differently.
        Assert.True(Stopwatch.GetElapsedTime(begin) > delay * 0.9);
    }

    private static async Task<ErrorCode> FailureAsync(EmbeddedKafka kafka, TimeSpan? patience = null)
    {
        using IProducer<byte[], byte[]> producer = Clients.Producer(kafka, patience);
        try
        {
            await producer.ProduceAsync("orders", Any, TestContext.Current.CancellationToken);
            return ErrorCode.NoError;
        }
        catch (ProduceException<byte[], byte[]> refused)
        {
            return refused.Error.Code;
        }
    }
}
