using Confluent.Kafka;
using Kafka.Dlq.Benchmarks.Broker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>Does a <see cref="LatencyJob"/>.</summary>
internal static class LatencyMeasurement
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    public static Task<LatencyMeasured> RunAsync(LatencyJob job) => job.IsOurs ? RunOursAsync(job) : RunLoopAsync(job);

    private static async Task<LatencyMeasured> RunOursAsync(LatencyJob job)
    {
        LatencyHistogram histogram = new();
        using IHost host = OurHost.Build(
            job.Member,
            services => services.AddSingleton(histogram),
            draw => draw.Topic(job.Topic, topic => topic.Consumer<TimedMessage>()));
        await host.StartAsync();
        LatencyMeasured measured = await MeasureAsync(job, histogram);
        await host.StopAsync();
        return measured;
    }

    private static async Task<LatencyMeasured> RunLoopAsync(LatencyJob job)
    {
        LatencyHistogram histogram = new();
        using CancellationTokenSource stop = new();
        Task reading = Task.Factory.StartNew(() => Read(job, histogram, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        LatencyMeasured measured = await MeasureAsync(job, histogram);
        await stop.CancelAsync();
        await reading;
        return measured;
    }

    private static async Task<LatencyMeasured> MeasureAsync(LatencyJob job, LatencyHistogram histogram)
    {
        using PacedProducer producer = new(job);
        producer.Start();
        await Task.Delay(WarmUp);
        histogram.Open();
        await Task.Delay(Window);
        return histogram.Close();
    }

    private static void Read(LatencyJob job, LatencyHistogram histogram, CancellationToken stop)
    {
        using IConsumer<byte[], byte[]> consumer = PlainClients.Subscribe(job.Member, job.Topic);
        while (!stop.IsCancellationRequested)
        {
            if (consumer.Consume(Idle) is { } result)
            {
                histogram.Add(PacedProducer.TimeIn(result.Message.Value));
            }
        }

        consumer.Close();
    }
}
