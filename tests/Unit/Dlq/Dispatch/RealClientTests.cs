using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

/// <summary>What a fake producer cannot prove: the client takes the settings, the metadata call and the records as they are made. The cluster is the client's own mock, in this process.</summary>
public sealed class RealClientTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Letters_of_one_partition_lie_in_one_partition_in_order()
    {
        await using ProducerPool pool = Pool();
        DeadLetterDispatcher dispatcher = new(new DeadLetterOptions(), new KafkaMonitor(), TimeProvider.System);
        DeadLetterLane lane = new(1_000);

        Task<TopicPartitionOffset>[] dispatches = [.. Enumerable.Range(0, 200).Select(offset => dispatcher.DispatchAsync(
            Some.Letter(SomeRecord.At(offset, partition: 5)), pool.Get(null), lane, acknowledged: null, TestContext.Current.CancellationToken))];
        TopicPartitionOffset[] positions = await Task.WhenAll(dispatches).WaitAsync(Deadline, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Single(positions.Select(position => position.Partition).Distinct());
        Assert.Equal(Enumerable.Range(0, 200).Select(offset => (long)offset), positions.Select(position => position.Offset.Value));
        Assert.Equal(0, await pool.CloseAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_record_larger_than_the_producer_takes_is_reported_in_words()
    {
        await using ProducerPool pool = Pool(("message.max.bytes", "2000"));
        using CancellationTokenSource giveUp = new();
        KafkaMonitor monitor = new();
        TaskCompletionSource<DeadLetterFailed> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        monitor.Subscribe<DeadLetterFailed>(failed => told.TrySetResult(failed));
        DeadLetterDispatcher dispatcher = new(new DeadLetterOptions(), monitor, TimeProvider.System);
        SomeRecord large = new(new TopicPartitionOffset("orders", 0, 1), default, null, new byte[10_000], null);

        Task dispatch = dispatcher.DispatchAsync(Some.Letter(large), pool.Get(null), new DeadLetterLane(1), acknowledged: null, giveUp.Token);
        DeadLetterFailed failed = await told.Task.WaitAsync(Deadline, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Contains("raise max.message.bytes", failed.Error.Message, StringComparison.Ordinal);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dispatch);
    }

    private static ProducerPool Pool(params (string Name, string Value)[] settings)
    {
        Dictionary<string, string> all = settings.ToDictionary(pair => pair.Name, pair => pair.Value);
        all["test.mock.num.brokers"] = "1";
        return new ProducerPool(all, new Dictionary<string, IReadOnlyDictionary<string, string>>(), new DeadLetterOptions(), TimeProvider.System, (_, _) => { }, (_, _) => { });
    }
}
