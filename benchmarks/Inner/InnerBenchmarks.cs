using BenchmarkDotNet.Attributes;
using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Benchmarks.Inner;

/// <summary>The parts that every failure, every batch and every letter goes through. BenchmarkDotNet wants it public and open.</summary>
public class InnerBenchmarks
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RecoverySettings _settings = new(new PauseOptions(), new DeadLetterQueueSettings("orders.dlq", MaxRetries: 2), CriticalErrors.Default);
    private readonly DeadLetterOptions _options = new();
    private readonly OffsetTracker _offsets = new();
    private readonly OffsetTracker _held = new();
    private Failure _first = null!;
    private Failure _last = null!;
    private DeadLetter _letter = null!;
    private long _next;

    [GlobalSetup]
    public void Prepare()
    {
        Exception error = Thrown();
        _first = new Failure(error, ErrorKind.Consume, 1);
        _last = new Failure(error, ErrorKind.Consume, 3);
        _letter = new DeadLetter(new SomeRecord(), "orders.dlq", "billing", 3, ErrorKind.Consume, error, Reason: null, Time, Time, "OrdersConsumer");
        for (int offset = 0; offset < 100; offset++)
        {
            _held.Hold(offset);
        }
    }

    [Benchmark(Description = "RecoveryPolicy.Decide: a retry")]
    public object DecideRetry() => RecoveryPolicy.Decide(_settings, _first, 0.5);

    [Benchmark(Description = "RecoveryPolicy.Decide: a dead letter")]
    public object DecideLetter() => RecoveryPolicy.Decide(_settings, _last, 0.5);

    [Benchmark(Description = "OffsetTracker: mark, and ask what may be committed")]
    public long? Mark()
    {
        _offsets.Mark(_next++);
        return _offsets.Uncommitted;
    }

    [Benchmark(Description = "OffsetTracker: hold and release, 100 letters on their way")]
    public long? Hold()
    {
        long offset = 100 + _next++;
        _held.Hold(offset);
        _held.Mark(offset);
        _held.Release(offset);
        return _held.Committable;
    }

    [Benchmark(Description = "DeadLetterRecord: build a letter with its headers")]
    public object BuildLetter() => new DeadLetterRecord(_letter, _options, Time).At(LetterReduction.None);

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("The order was refused.");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private sealed class SomeRecord() : KafkaRecord(
        new TopicPartitionOffset("orders", 0, 42), new Timestamp(Time), leaderEpoch: 1, key: new byte[] { 1, 2, 3, 4 }, payload: new byte[100], headers: null);
}
