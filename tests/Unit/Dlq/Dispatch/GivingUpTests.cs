using Confluent.Kafka;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class GivingUpTests
{
    [Fact]
    public async Task Giving_up_ends_a_letter_that_waits_for_its_acknowledgement()
    {
        using CancellationTokenSource giveUp = new();
        DispatcherHarness harness = new(giveUp: giveUp.Token);
        Task<TopicPartitionOffset> dispatch = harness.Dispatch(17);

        harness.Do(giveUp.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dispatch);
        Assert.Equal([EventNames.DeadLetterDispatched], harness.EventNames);
        Assert.Equal(0, harness.Lane.Outstanding);
    }

    [Fact]
    public async Task Giving_up_ends_a_letter_between_two_tries_and_those_behind_it()
    {
        using CancellationTokenSource giveUp = new();
        DispatcherHarness harness = new(giveUp: giveUp.Token) { Count = _ => Task.FromException<int>(new KafkaException(ErrorCode.UnknownTopicOrPart)) };
        Task<TopicPartitionOffset>[] dispatches = [harness.Dispatch(17), harness.Dispatch(18)];

        harness.Do(giveUp.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dispatches[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dispatches[1]);
        Assert.Equal(0, harness.Lane.Outstanding);
        Assert.False(harness.Lane.IsHolding);
        Assert.Empty(harness.Dispatcher.Failing);
    }

    [Fact]
    public async Task Giving_up_in_the_moment_of_a_failure_ends_as_cancelled()
    {
        using CancellationTokenSource giveUp = new();
        DispatcherHarness harness = new(giveUp: giveUp.Token);
        harness.Monitor.Subscribe<DeadLetterFailed>(_ => giveUp.Cancel());
        harness.Producer.Throws.Enqueue(FakeProducer.Error(ErrorCode.Local_Transport));

        Task<TopicPartitionOffset> dispatch = harness.Dispatch(17);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dispatch);
    }

    [Fact]
    public async Task A_dispatch_that_is_given_up_beforehand_hands_nothing_over()
    {
        DispatcherHarness harness = new(giveUp: new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.Dispatch(17));

        Assert.Empty(harness.Offsets);
        Assert.Empty(harness.Events);
        Assert.Equal(0, harness.Lane.Outstanding);
    }
}
