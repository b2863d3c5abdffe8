using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Letters;
using Kafka.Dlq.Publishing;
using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Framework.Publishing;

/// <summary>Letters of records that never were in Kafka have a topic and no coordinates, and are written as their queue says.</summary>
public sealed class InletLettersTests
{
    private static readonly string[] None = ["dlq.source.partition", "dlq.source.offset", "dlq.source.timestamp", "dlq.source.group"];

    [Fact]
    public void Letter_has_all_but_coordinates_and_can_be_read()
    {
        Message<byte[]?, byte[]?> written = Write(new DeadLetterQueue<int>("letters"));
        DeadLetter<int> letter = new LetterDeserializer<int>(new RecordReader<int>("letters")).Deserialize(written.Value, isNull: false, new SerializationContext(MessageComponentType.Value, "letters", written.Headers));

        Assert.DoesNotContain(written.Headers, header => None.Contains(header.Key));
        Assert.Equal(("the id", "orders", (TopicPartitionOffset?)null, DeadLetterSource.Ingest, 1, 1), (letter.Id, letter.SourceTopic, letter.Coordinates, letter.Source, letter.Depth, letter.Attempts));
        Assert.Equal(("total: card 4711", "validation", typeof(ValidationException).FullName), (letter.ErrorMessage, letter.ErrorCode, letter.ErrorType));
        Assert.Equal("5", Encoding.UTF8.GetString(letter.RawRecord.Span));
        Assert.Equal("POST /orders", Encoding.UTF8.GetString(written.Headers.GetLastBytes("dlq.consumer")));
    }

    [Fact]
    public void Queue_says_how_letters_are_written()
    {
        Message<byte[]?, byte[]?> written = Write(new DeadLetterQueue<int>("letters", queue => queue
            .Redact(text => text.Replace("4711", "***", StringComparison.Ordinal))
            .OmitHeaders("dlq.host")
            .Fingerprint()
            .Enrich((draft, why) => draft.SetHeader("from", $"{why.Consumer} at {why.Message.Partition.Value}"))));

        Assert.Equal("total: card ***", Encoding.UTF8.GetString(written.Headers.GetLastBytes("dlq.error.message")));
        Assert.Equal("POST /orders at -1", Encoding.UTF8.GetString(written.Headers.GetLastBytes("from")));
        Assert.Equal(16, written.Headers.GetLastBytes("dlq.fingerprint").Length);
        Assert.DoesNotContain(written.Headers, header => header.Key == "dlq.host");
    }

    private static Message<byte[]?, byte[]?> Write(DeadLetterQueue<int> queue)
    {
        InletLetters letters = new(new DeadLetterOptions(), new KafkaMonitor(), TimeProvider.System);
        DeadLetter letter = letters.Of(new InletRecord("orders", "5"u8.ToArray()), queue.Settings, "the id", "POST /orders", new ValidationException("total: card 4711"));
        return new DeadLetterRecord(letter, new DeadLetterOptions(), TimeProvider.System.GetUtcNow()).At(LetterReduction.None);
    }
}
