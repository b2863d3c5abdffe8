using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Simulation.Hosts;
using Kafka.Dlq.Tests.Simulation.Runs;
using System.Text;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A producer of the simulated cluster: letters arrive late, not at all, or without anybody being told.</summary>
internal sealed class FakeProducer(World world, Host host) : IProducer<byte[]?, byte[]?>
{
    private int _letters;
    private int _refused;
    private bool _isBroken;

    public Handle Handle => throw new NotSupportedException();

    public string Name => host.Name;

    /// <summary>The pool's producer, for one more letter.</summary>
    public static IProducer<byte[]?, byte[]?> Get(ProducerPool producers) => ForLetter(producers.Get(null));

    /// <summary>The pool's next producer, for a letter that a broken one refused.</summary>
    public static IProducer<byte[]?, byte[]?> Replace(ProducerPool producers, IProducer<byte[]?, byte[]?> broken)
    {
        IProducer<byte[]?, byte[]?> next = producers.Replace(broken);
        return next == broken ? broken : ForLetter(next);
    }

    public void Produce(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null)
    {
        RefuseWhenBroken();
        if (world.Happens(world.Scenario.FaultRate / 2))
        {
            throw new ProduceException<byte[]?, byte[]?>(new Error(world.Random.Next(2) == 0 ? ErrorCode.Local_QueueFull : ErrorCode.Local_Fail), new DeliveryResult<byte[]?, byte[]?>());
        }

        FakeRecord source = world.Cluster.SourceOf(message);
        Letter letter = new(Encoding.UTF8.GetString(message.Headers.GetLastBytes("dlq.id")), source, message.Value);
        world.Note(host.Name, $"produces {letter.Id} to {topicPartition.Topic}");
        if (topicPartition.Topic != world.Scenario.Queue!.Topic && (topicPartition.Topic != Scenario.Spare || !world.Scenario.HasStrategy))
        {
            world.Fail($"{letter.Id} goes to {topicPartition.Topic}, which nobody declared");
        }

        world.Ledger.Produced(source);
        Send(letter, FateOf(), topicPartition, deliveryHandler!);
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

    private int FateOf()
    {
        if (world.AreLettersAway)
        {
            return world.Random.Next(2) == 0 ? 0 : 3;
        }

        return world.Happens(world.Scenario.FaultRate) ? world.Random.Next(5) : -1;
    }

    private static FakeProducer ForLetter(IProducer<byte[]?, byte[]?> chosen)
    {
        FakeProducer producer = (FakeProducer)chosen;
        producer._letters++;
        return producer;
    }

    private void RefuseWhenBroken()
    {
        _isBroken |= world.Happens(world.Scenario.FaultRate / 10);
        if (!_isBroken)
        {
            return;
        }

        world.Note(host.Name, $"has a broken producer");
        if (++_refused > _letters)
        {
            world.Fail($"{host.Name} tries {_refused} times to send its {_letters} letters with a producer that met a fatal error");
        }

        throw new ProduceException<byte[]?, byte[]?>(new Error(ErrorCode.Local_Fatal), new DeliveryResult<byte[]?, byte[]?>());
    }

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
