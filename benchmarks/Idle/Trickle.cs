using Confluent.Kafka;

namespace Kafka.Dlq.Benchmarks.Idle;

/// <summary>Ten records a second into one partition after the other.</summary>
internal sealed class Trickle : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly IProducer<Null, byte[]> _producer;
    private readonly PeriodicTimer _timer = new(Period);
    private readonly Task _running;

    public Trickle(string brokers, string topic, int partitions)
    {
        _producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = brokers, EnableDeliveryReports = false }).Build();
        _running = RunAsync(topic, partitions);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
        _producer.Dispose();
    }

    private async Task RunAsync(string topic, int partitions)
    {
        for (int sent = 0; await _timer.WaitForNextTickAsync(); sent++)
        {
            _producer.Produce(new TopicPartition(topic, sent % partitions), new Message<Null, byte[]> { Value = new byte[100] });
        }
    }
}
