using Confluent.Kafka;
using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Idle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.StartStop;

/// <summary>Does a <see cref="StartJob"/>.</summary>
internal static class StartMeasurement
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public static Task<StartMeasured> RunAsync(StartJob job) => job.IsOurs ? RunOursAsync(job) : Task.FromResult(RunLoop(job));

    private static async Task<StartMeasured> RunOursAsync(StartJob job)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long start = Stopwatch.GetTimestamp();
        using IHost host = OurHost.Build(job.Member, services => services.AddSingleton(reached), draw => draw.Topic(job.Topic.Name, topic => topic.Consumer<SignalMessage>()));
        await host.StartAsync();
        await reached.Task.WaitAsync(Deadline);
        double started = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        long stop = Stopwatch.GetTimestamp();
        await host.StopAsync();
        return new StartMeasured(started, Stopwatch.GetElapsedTime(stop).TotalMilliseconds);
    }

    private static StartMeasured RunLoop(StartJob job)
    {
        long start = Stopwatch.GetTimestamp();
        using IConsumer<byte[], byte[]> consumer = PlainClients.Subscribe(job.Member, job.Topic.Name);
        if (consumer.Consume(Deadline) is null)
        {
            throw new BenchException($"No record of {job.Topic.Name} came within {Deadline}.");
        }

        double started = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        long stop = Stopwatch.GetTimestamp();
        consumer.Close();
        return new StartMeasured(started, Stopwatch.GetElapsedTime(stop).TotalMilliseconds);
    }
}
