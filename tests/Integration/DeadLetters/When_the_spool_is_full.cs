using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>
/// The spool has room for a few letters only, and the dead letter topic is missing: the partition holds where a letter finds no room, nothing is dropped, and health says so.
/// When the topic comes, the spool is drained and the partition goes on by itself.
/// </summary>
public sealed class When_the_spool_is_full(KafkaBroker broker) : IDisposable
{
    private const int Count = 60;
    private const int MaxBytes = 8192;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-dlq-spool-");

    [Fact]
    public async Task Should_hold_the_partition_and_go_on_when_there_is_room_again()
    {
        broker.RequireRealBroker("creates a topic that a producer asks for");
        string topic = await broker.CreateTopicAsync();
        string letters = KafkaBroker.NewName("dlq");
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, Count);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<AlwaysBad>().DeadLetterQueue(queue => queue
                .Topic(letters).MaxRetries(0).DispatchMethod(DispatchMethod.ProduceSync).WhenUnavailable(UnavailablePolicy.Spool))),
            Spooling);
        await Eventually.BecomesTrueAsync(async () => (await HealthAsync(scenario)).Contains("is full", StringComparison.Ordinal), Deadline, () => $"{Spooled(scenario)} letters spooled, and none waits for room");

        int before = Spooled(scenario);
        Assert.InRange(before, 2, Count - 1);
        Assert.InRange(_folder.EnumerateFiles("*.dlq", SearchOption.AllDirectories).Sum(file => file.Length), 1, MaxBytes);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: before);
        Assert.Contains("wait on disk", await HealthAsync(scenario), StringComparison.Ordinal);

        await broker.CreateTopicAsync(letters, partitions: 1);
        await scenario.HandlesAsync(0, letters: Count, Deadline);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, Count).Select(offset => (long)offset), (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.SourceOffset()));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Spooling(KafkaDlqOptions options)
    {
        options.CommitInterval = TimeSpan.FromMilliseconds(50);
        options.DeadLetters = new DeadLetterOptions
        {
            StackTraceLimit = 0,
            Backoff = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(100), ExponentialBackoff = false },
            Spool = new SpoolOptions { Directory = _folder.FullName, SegmentBytes = MaxBytes / 2, MaxBytes = MaxBytes },
        };
    }

    private static int Spooled(Scenario scenario) => scenario.EventsOf<DeadLetterSpooled>().Count;

    private static async Task<string> HealthAsync(Scenario scenario)
    {
        HealthReportEntry entry = (await scenario.HealthAsync()).Entries.Values.Single();
        return entry.Description ?? "";
    }

    private sealed class AlwaysBad : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException($"{message.Offset} is bad");
    }
}
