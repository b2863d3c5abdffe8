using Confluent.Kafka;
using Kafka.Dlq.Connection.Native;
using Kafka.Dlq.Testing;
using Kafka.Dlq.Tests.Unit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection.Native;

/// <summary>No native message is left behind, whatever happens to what was fetched.</summary>
public sealed class NativeCountTests
{
    private const int Count = 300;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Native_messages_are_destroyed_over_failing_runs_a_revoke_and_a_stop()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders", partitions: 2);
        Seen first = new();
        Seen second = new();
        await Clients.WriteAsync(kafka, "orders", partitions: 2, recordsPerPartition: Count);
        using IHost one = Host(kafka, first);
        await one.StartAsync(TestContext.Current.CancellationToken);
        await BecomesTrueAsync(() => first.Handled.Count == 2 * Count && first.Failures > 0, () => $"{first.Handled.Count} of {2 * Count} records were handled");
        await BecomesTrueAsync(() => NativeCount.Outstanding == 0, Left);

        using IHost two = Host(kafka, second);
        await two.StartAsync(TestContext.Current.CancellationToken);
        await BecomesTrueAsync(() => first.Revoked > 0, () => "no partition was revoked when the second member came");
        await Clients.WriteAsync(kafka, "orders", partitions: 2, recordsPerPartition: Count);
        await BecomesTrueAsync(() => !second.Handled.IsEmpty, () => "the second member was given nothing");
        await one.StopAsync(TestContext.Current.CancellationToken);
        await two.StopAsync(TestContext.Current.CancellationToken);

        await BecomesTrueAsync(() => NativeCount.Outstanding == 0, Left);
    }

    [Fact]
    public void Headers_are_peeked_at_with_the_native_library_of_this_build() =>
        Assert.True(HeaderPeek.IsPossible, $"librdkafka {Library.VersionString} is not known to HeaderPeek: see whether the tests of tests/Integration/Fetching pass with it on a real broker, and add it.");

    private static string Left() => $"{NativeCount.Outstanding} native messages were taken and not destroyed";

    private static IHost Host(EmbeddedKafka kafka, Seen seen)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(seen);
        builder.Services.AddKafkaDlq(dlq => dlq
            .Configure(options =>
            {
                options.GroupId = "billing";
                options.Kafka["bootstrap.servers"] = kafka.BootstrapServers;
                options.Kafka["group.protocol"] = "consumer";
                options.Topics = TopicProvisioning.None;
                options.Pause = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(1), ExponentialBackoff = false };
            })
            .Routes(routes => routes.Draw(draw => draw.Topic("orders", topic => topic.Consumer<FailsNowAndThen>()))));
        return builder.Build();
    }

    private static async Task BecomesTrueAsync(Func<bool> condition, Func<string> what)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < Deadline, what());
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Seen
    {
        private int _failures;
        private int _revoked;

        public ConcurrentDictionary<TopicPartitionOffset, bool> Handled { get; } = new();

        public int Failures => _failures;

        public int Revoked => _revoked;

        public void Failed() => Interlocked.Increment(ref _failures);

        public void WasRevoked() => Interlocked.Increment(ref _revoked);
    }

    private sealed class FailsNowAndThen(Seen seen) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset.Value % 50 == 7 && !IsRetrying)
            {
                seen.Failed();
                throw new InvalidOperationException("once");
            }

            seen.Handled.TryAdd(message.TopicPartitionOffset, true);
            return Task.CompletedTask;
        }

        protected internal override Task RevokedAsync(CancellationToken cancellationToken)
        {
            seen.WasRevoked();
            return Task.CompletedTask;
        }
    }
}
