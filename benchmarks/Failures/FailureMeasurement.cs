using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>Does a <see cref="FailureJob"/>: the time ends when the broker has the last letter. Then every letter is read and compared with what must be there.</summary>
internal static class FailureMeasurement
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(2);

    public static async Task<FailureMeasured> RunAsync(FailureJob job)
    {
        if (job.WarmUp is { } warmUp)
        {
            await RunAsync(warmUp);
        }

        Gauge gauge = new(job.Topic.Records, warmUp: 0, limit: Deadline);
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = job.Member.Brokers }).Build();
        await CountAsync(admin, job);
        using IHost host = OurHost.Build(
            job.Member,
            services => services.AddSingleton(gauge).AddSingleton(job),
            draw => draw.Topic(job.Topic.Name, topic => topic
                .Consumer<FailingMessage>()
                .DeadLetterQueue(job.Letters, maxRetries: FailingMessage.Retries, independent: true, dispatchMethod: job.Dispatch)));
        await host.StartAsync();
        Measured handled = await gauge.FinishAsync(Deadline);
        await WaitForLettersAsync(admin, job);
        double seconds = Stopwatch.GetElapsedTime(gauge.StartTimestamp).TotalSeconds;
        await host.StopAsync();
        return new FailureMeasured(handled, job.Every == 0 ? handled.Seconds : seconds, LetterCheck.Count(job));
    }

    private static async Task WaitForLettersAsync(IAdminClient admin, FailureJob job)
    {
        long start = Stopwatch.GetTimestamp();
        while (job.Every > 0 && await CountAsync(admin, job) is long letters && letters < job.ExpectedLetters())
        {
            if (Stopwatch.GetElapsedTime(start) > Deadline)
            {
                throw new BenchException($"Only {letters:N0} of {job.ExpectedLetters():N0} letters lay in {job.Letters} {Deadline} after the last message.");
            }

            await Task.Delay(LookAgain);
        }
    }

    private static async Task<long> CountAsync(IAdminClient admin, FailureJob job)
    {
        ListOffsetsResult result = await admin.ListOffsetsAsync(
            [.. Enumerable.Range(0, job.Topic.Partitions).Select(partition => new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(job.Letters, partition), OffsetSpec = OffsetSpec.Latest() })]);
        return result.ResultInfos.Sum(info => info.TopicPartitionOffsetError.Offset.Value);
    }
}
