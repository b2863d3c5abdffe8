using Confluent.Kafka;
using Kafka.Dlq.Tests.Simulation.Hosts;
using Kafka.Dlq.Tests.Simulation.Runs;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A producer of the simulated cluster: letters arrive late, not at all, or without anybody being told.</summary>
internal sealed class FakeProducer(World world, Host host) : IProducer<byte[]?, byte[]?>
{
    public Handle Handle => throw new NotSupportedException();

    public string Name => host.Name;

    public void Produce(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null)
    {
        if (world.Happens(world.Scenario.FaultRate / 2))
        {
            throw new ProduceException<byte[]?, byte[]?>(new Error(world.Random.Next(2) == 0 ? ErrorCode.Local_QueueFull : ErrorCode.Local_Fail), new DeliveryResult<byte[]?, byte[]?>());
        }

        FakeRecord source = SourceOf(world, message);
        Letter letter = new(Header(message, "dlq.id"), source, message.Value);
        world.Note(host.Name, $"produces {letter.Id} to {topicPartition.Topic}");
        if (topicPartition.Topic != world.Scenario.Queue!.Topic && (topicPartition.Topic != Scenario.Spare || !world.Scenario.HasStrategy))
        {
            world.Fail($"{letter.Id} goes to {topicPartition.Topic}, which nobody declared");
        }

        world.Ledger.Produced(source);
        Send(letter, world.Happens(world.Scenario.FaultRate) ? world.Random.Next(5) : -1, topicPartition, deliveryHandler!);
    }

    public int Flush(TimeSpan timeout) => 0;

    public void Dispose()
    {
    }

    public Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(string topic, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Produce(string topic, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null) => throw new NotSupportedException();

    public int Poll(TimeSpan timeout) => throw new NotSupportedException();

    public void Flush(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void InitTransactions(TimeSpan timeout) => throw new NotSupportedException();

    public void BeginTransaction() => throw new NotSupportedException();

    public void CommitTransaction(TimeSpan timeout) => throw new NotSupportedException();

    public void CommitTransaction() => throw new NotSupportedException();

    public void AbortTransaction(TimeSpan timeout) => throw new NotSupportedException();

    public void AbortTransaction() => throw new NotSupportedException();

    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout) => throw new NotSupportedException();

    public int AddBrokers(string brokers) => throw new NotSupportedException();

    public void SetSaslCredentials(string username, string password) => throw new NotSupportedException();

    public static FakeRecord SourceOf(World world, Message<byte[]?, byte[]?> message)
    {
        FakePartition partition = world.Cluster.Partitions[int.Parse(Header(message, "dlq.source.partition"), CultureInfo.InvariantCulture)];
        return partition.Log[partition.IndexFrom(long.Parse(Header(message, "dlq.source.offset"), CultureInfo.InvariantCulture))];
    }

    public static string Header(Message<byte[]?, byte[]?> message, string name) => Encoding.UTF8.GetString(message.Headers.GetLastBytes(name));

    private void Send(Letter letter, int fate, TopicPartition target, Action<DeliveryReport<byte[]?, byte[]?>> handler)
    {
        // 0 refused; 1 and 2 in doubt, really there or not; 3 and 4 never answered, really there or not.
        bool isStored = fate is not (0 or 1 or 3);
        bool isAnswered = fate is not (3 or 4);
        PersistenceStatus status = fate switch { 0 => PersistenceStatus.NotPersisted, 1 or 2 => PersistenceStatus.PossiblyPersisted, _ => PersistenceStatus.Persisted };
        if (world.Mutation == Mutation.FalseReports && world.Random.Next(3) == 0)
        {
            isStored = false;
        }

        world.Outside.After(world.Within(world.Happens(world.Scenario.FaultRate) ? 1_000 : 20), () =>
        {
            if (isStored)
            {
                world.Cluster.Letters.Add(letter);
            }

            if (isAnswered)
            {
                host.Process.After(world.Within(20), () => Report(letter, isStored, status, target, handler));
            }
        });
    }

    private void Report(Letter letter, bool isStored, PersistenceStatus status, TopicPartition target, Action<DeliveryReport<byte[]?, byte[]?>> handler)
    {
        world.Note(host.Name, $"is told {status} of {letter.Id}");
        if (isStored && status == PersistenceStatus.Persisted)
        {
            world.Ledger.Acknowledged(letter.Source);
        }

        ErrorCode code = status == PersistenceStatus.Persisted ? ErrorCode.NoError : ErrorCode.Local_MsgTimedOut;
        handler(new DeliveryReport<byte[]?, byte[]?> { Status = status, Error = new Error(code), TopicPartitionOffset = new TopicPartitionOffset(target, world.Cluster.Letters.Count) });
    }
}
