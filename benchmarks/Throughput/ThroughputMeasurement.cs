using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>Does a <see cref="ThroughputJob"/>, twice: what runs often is compiled once more behind the first time, whoever reads. The first quarter of the topic is for joining and prefetching, the rest counts.</summary>
internal static class ThroughputMeasurement
{
    private const int FirstPart = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public static async Task<Measured> RunAsync(ThroughputJob job)
    {
        await OnceAsync(job with { Member = job.WarmUp });
        return await OnceAsync(job);
    }

    private static async Task<Measured> OnceAsync(ThroughputJob job)
    {
        Gauge gauge = new(job.Topic.Records, job.Topic.Records / FirstPart, Limit);
        await (job.Contender switch
        {
            Contender.BareNative => ReadAsync(() => BareNative.Read(job, gauge), gauge),
            Contender.TunedLoop => ReadAsync(() => ConsumeLoop.Read(job, gauge, isTuned: true), gauge),
            Contender.DefaultLoop => ReadAsync(() => ConsumeLoop.Read(job, gauge, isTuned: false), gauge),
            Contender.TunedLoopJson => ReadAsync(() => ConsumeLoop.ReadJson(job, gauge), gauge),
            Contender.Batch => ConsumeAsync<CountingBatch>(job, gauge),
            Contender.BatchJson => ConsumeAsync<CountingJsonBatch>(job, gauge),
            Contender.Message => ConsumeAsync<CountingMessage>(job, gauge),
            Contender.MessageJson => ConsumeAsync<CountingJsonMessage>(job, gauge),
            _ => throw new ArgumentOutOfRangeException(nameof(job), job.Contender, "There is no such contender."),
        });
        return await gauge.FinishAsync(Deadline);
    }

    private static async Task ConsumeAsync<TConsumer>(ThroughputJob job, Gauge gauge)
        where TConsumer : BaseConsumer
    {
        using IHost host = OurHost.Build(
            job.Member,
            services => services.AddSingleton(gauge).AddSingleton(job.Topic),
            draw => draw.Topic(job.Topic.Name, topic => topic.Consumer<TConsumer>().Deserializer(Json.For(OrderJson.Default.Order))));
        await host.StartAsync();
        await gauge.FinishAsync(Deadline);
        await host.StopAsync();
    }

    private static async Task ReadAsync(Action read, Gauge gauge)
    {
        Task reading = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAny(reading, gauge.FinishAsync(Deadline));
        await reading.WaitAsync(Deadline);
    }
}
