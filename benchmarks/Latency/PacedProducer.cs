using Confluent.Kafka;
using System.Buffers.Binary;
using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>Produces so many records per second, a handful each millisecond, each with the time of its making in its value.</summary>
internal sealed class PacedProducer(LatencyJob job) : IDisposable
{
    private const int Size = 100;

    private readonly IProducer<Null, byte[]> _producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
    {
        BootstrapServers = job.Member.Brokers,
        LingerMs = 1,
        EnableDeliveryReports = false,
    }).Build();

    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;

    public static long TimeIn(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64LittleEndian(value);

    public void Start()
    {
        _thread = new Thread(job.Rate is { } rate ? () => Pace(rate) : Rush) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread?.Join();
        _producer.Dispose();
        _stop.Dispose();
    }

    private void Pace(int rate)
    {
        long start = Stopwatch.GetTimestamp();
        for (long sent = 0; !_stop.IsCancellationRequested;)
        {
            long due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate);
            for (; sent < due; sent++)
            {
                Produce(sent);
            }

            Thread.Sleep(1);
        }
    }

    private void Rush()
    {
        for (long sent = 0; !_stop.IsCancellationRequested; sent++)
        {
            Produce(sent);
        }
    }

    private void Produce(long number)
    {
        byte[] value = new byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(value, Stopwatch.GetTimestamp());
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _producer.Produce(new TopicPartition(job.Topic, (int)(number % job.Partitions)), new Message<Null, byte[]> { Value = value });
                return;
            }
            catch (ProduceException<Null, byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                _producer.Poll(TimeSpan.FromMilliseconds(1));
            }
        }
    }
}
