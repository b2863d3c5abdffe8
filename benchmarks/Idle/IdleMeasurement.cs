using Confluent.Kafka;
using Kafka.Dlq.Benchmarks.Broker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.Idle;

/// <summary>Does an <see cref="IdleJob"/>: waits for the first record and until the start has settled, and looks at the process then.</summary>
internal static class IdleMeasurement
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    // The runtime compiles anew, and better, what was called thirty times: with ten records a second, in the first ten seconds. That is a start's work, not an idle host's.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    public static Task<IdleMeasured> RunAsync(IdleJob job) => job.IsOurs ? RunOursAsync(job) : RunLoopAsync(job);

    private static async Task<IdleMeasured> RunOursAsync(IdleJob job)
    {
        TaskCompletionSource reached = new();
        using IHost host = OurHost.Build(job.Member, services => services.AddSingleton(reached), draw => draw.Topic(job.Topic, topic => topic.Consumer<SignalMessage>()));
        await host.StartAsync();
        IdleMeasured measured = await MeasureAsync(reached.Task);
        await host.StopAsync();
        return measured;
    }

    private static async Task<IdleMeasured> RunLoopAsync(IdleJob job)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource stop = new();
        Task reading = Task.Factory.StartNew(() => Read(job, reached, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        IdleMeasured measured = await MeasureAsync(reached.Task);
        await stop.CancelAsync();
        await reading;
        return measured;
    }

    private static async Task<IdleMeasured> MeasureAsync(Task reached)
    {
        await reached.WaitAsync(Deadline);
        await Task.Delay(Settling);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(Window);
        double share = (Environment.CpuUsage.TotalTime - before) / Stopwatch.GetElapsedTime(start);
        using Process process = Process.GetCurrentProcess();
        return new IdleMeasured(process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: true), share, process.Threads.Count);
    }

    private static void Read(IdleJob job, TaskCompletionSource reached, CancellationToken stop)
    {
        using IConsumer<byte[], byte[]> consumer = PlainClients.Subscribe(job.Member, job.Topic);
        while (!stop.IsCancellationRequested)
        {
            if (consumer.Consume(Idle) is not null)
            {
                reached.TrySetResult();
            }
        }

        consumer.Close();
    }
}
