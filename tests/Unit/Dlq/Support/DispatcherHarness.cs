using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Support;
using System.Globalization;

namespace Kafka.Dlq.Tests.Unit.Dlq.Support;

/// <summary>A dispatcher with a producer, a clock and a cluster that the test holds. All that it does happens inside the calls of the test.</summary>
internal sealed class DispatcherHarness
{
    private readonly CancellationToken _giveUp;
    private readonly Pump _pump = new();
    private readonly List<KafkaEvent> _events = [];

    public DispatcherHarness(DeadLetterOptions? options = null, Func<IProducer<byte[]?, byte[]?>, IProducer<byte[]?, byte[]?>>? replace = null, CancellationToken giveUp = default)
    {
        _giveUp = giveUp;
        Monitor.Subscribe<KafkaEvent>(_events.Add);
        Dispatcher = new DeadLetterDispatcher(options ?? new DeadLetterOptions(), Monitor, Time, null, (_, topic) => Count(topic), replace);
    }

    public DeadLetterDispatcher Dispatcher { get; }

    public KafkaMonitor Monitor { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public FakeProducer Producer { get; } = new();

    public DeadLetterLane Lane { get; } = new(100);

    /// <summary>Where letters go that their topic cannot take; null for nowhere.</summary>
    public LetterSpool? Spool { get; set; }

    /// <summary>What the cluster answers when it is asked for the partitions of a topic.</summary>
    public Func<string, Task<int>> Count { get; set; } = _ => Task.FromResult(4);

    public IReadOnlyList<KafkaEvent> Events => _events;

    public IReadOnlyList<string> EventNames => [.. _events.Select(occurred => occurred.Name)];

    public IReadOnlyList<string> Offsets => [.. Producer.Taken.Select(sent => sent.SourceOffset.ToString(CultureInfo.InvariantCulture))];

    public Task<TopicPartitionOffset> Dispatch(long offset, DeadLetterLane? lane = null) => Dispatch(Some.Letter(SomeRecord.At(offset)), lane);

    public Task<TopicPartitionOffset> Dispatch(DeadLetter letter, DeadLetterLane? lane = null) =>
        _pump.Run(() => Dispatcher.DispatchAsync(letter, Producer, lane ?? Lane, Spool, acknowledged: null, _giveUp));

    public void Do(Action act) => _pump.Run(act);

    public void Acknowledge(int index, long offset = 0) => Do(() => Producer.Taken[index].Acknowledge(offset));

    public void Refuse(int index, ErrorCode code) => Do(() => Producer.Taken[index].Refuse(code));

    /// <summary>Lets time go by in small steps, so that what comes due may ask for the next time.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan step = TimeSpan.FromMilliseconds(10);
        for (TimeSpan gone = TimeSpan.Zero; gone < by; gone += step)
        {
            Do(() => Time.Advance(step));
        }
    }
}
