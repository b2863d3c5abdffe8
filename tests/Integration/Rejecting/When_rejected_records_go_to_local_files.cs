using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>Rejected records lie in local files, are read back with the reader of such files, and are removed when each was acknowledged.</summary>
public sealed class When_rejected_records_go_to_local_files(KafkaBroker broker) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-dlq-rejected-");

    [Fact]
    public async Task Should_be_read_back_and_cleaned()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<RejectsSevens>().DeadLetterAction(DeadLetterAction.Sink("files"))),
            services: services => services.AddKafkaDlq(kafka => kafka.FileSink("files", new DeadLetterFileOptions { Directory = _folder.FullName })));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        await scenario.StopAsync();

        using DeadLetterFileReader reader = DeadLetterFileReader.Open(new DeadLetterFileReaderOptions { Directory = _folder.FullName, CleanConsumed = true });
        List<DeadLetterEntry> entries = [];
        foreach (StoredDeadLetter stored in reader.ReadAvailable())
        {
            entries.Add(stored.Entry);
            reader.Acknowledge(stored);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(tens => (tens * 10L) + 7), entries.Select(entry => entry.Source!.Offset.Value));
        Assert.Equal(("7", "System.FormatException", typeof(RejectsSevens).FullName), (Encoding.UTF8.GetString(entries[0].Value!.Value.Span), entries[0].Reason, entries[0].ComponentId));
        Assert.Empty(_folder.GetFiles("*.dlq"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
