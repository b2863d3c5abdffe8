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

    public static Task<LatencyRun> RunAsync(LatencyJob job) => job.IsOurs ? RunOursAsync(job) : RunLoopAsync(job);

    private static async Task<LatencyRun> RunOursAsync(LatencyJob job)
    {
        LatencyTimes times = new();
        FetchClock clock = new(job.Partitions);
        using IHost host = OurHost.Build(
            job.Member,
            services => services.AddSingleton(times).AddSingleton(clock),
            draw => draw.Topic(job.Topic, topic => topic.Consumer<TimedMessage>()));
        await host.StartAsync();
        WatchedClient.PutInto(host, clock);
        LatencyRun measured = await MeasureAsync(job, times);
        await host.StopAsync();
        return measured;
    }

    private static async Task<LatencyRun> RunLoopAsync(LatencyJob job)
    {
        LatencyTimes times = new();
        using CancellationTokenSource stop = new();
        Task reading = Task.Factory.StartNew(() => Read(job, times, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        LatencyRun measured = await MeasureAsync(job, times);
        await stop.CancelAsync();
        await reading;
        return measured;
    }

    private static async Task<LatencyRun> MeasureAsync(LatencyJob job, LatencyTimes times)
    {
        using PacedProducer producer = new(job);
        producer.Start();
        await Task.Delay(WarmUp);
        times.Open();
        await Task.Delay(Window);
        return times.Close(job.IsOurs);
    }

    private static void Read(LatencyJob job, LatencyTimes times, CancellationToken stop)
    {
        using IConsumer<byte[], byte[]> consumer = PlainClients.Subscribe(job.Member, job.Topic);
        while (!stop.IsCancellationRequested)
        {
            if (consumer.Consume(Idle) is { } result)
            {
                times.FromProducer.Add(PacedProducer.TimeIn(result.Message.Value));
            }
        }

        consumer.Close();
    }
}
