using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Writes rejected records to a Kafka topic, as the dispatcher writes letters: acknowledged by the broker, tried again until they are, made smaller where the topic asks for it.</summary>
public sealed class TopicSink : IDeadLetterSink
{
    private readonly string _topic;
    private readonly RejectedFormat _format;
    private readonly DeadLetterOptions _options;
    private readonly DeadLetterDispatcher _dispatcher;
    private readonly Func<IProducer<byte[]?, byte[]?>> _producer;

    /// <summary>Makes a sink.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="format">How records are written.</param>
    /// <param name="options">How letters are written.</param>
    /// <param name="dispatcher">Delivers them.</param>
    /// <param name="producer">The producer for the topic's cluster, asked for each batch.</param>
    public TopicSink(string topic, RejectedFormat format, DeadLetterOptions options, DeadLetterDispatcher dispatcher, Func<IProducer<byte[]?, byte[]?>> producer)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(producer);
        (_topic, _format, _options, _dispatcher, _producer) = (topic, format, options, dispatcher, producer);
    }

    /// <inheritdoc />
    public async Task RejectAsync(IReadOnlyList<RejectedRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        IProducer<byte[]?, byte[]?> producer = _producer();

        // A lane of this batch alone keeps its order and bounds nothing: the batch is bounded, and the next one comes when all of it is acknowledged.
        DeadLetterLane lane = new(records.Count);
        List<Task> delivered = [.. records.Select(record => _dispatcher.DispatchAsync(LetterOf(record), producer, lane, acknowledged: null, cancellationToken))];
        foreach (Task letter in delivered)
        {
            await letter;
        }
    }

    /// <summary>Nothing is left to do: each record was acknowledged before <see cref="RejectAsync"/> ended.</summary>
    /// <param name="cancellationToken">Not needed.</param>
    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private DeadLetter LetterOf(RejectedRecord record) => new(
        new RejectedMessage(record.Message, RejectedMessage.ValueOf(record, _format, _options)),
        _topic,
        record.GroupId,
        record.Attempt,
        record.Kind,
        record.Error,
        record.Reason,
        record.RejectedAt,
        record.RejectedAt,
        record.Consumer)
    {
        Queue = record.Queue,
        Part = record.Body.PartName,
        IsFromRetryTopic = record.IsFromRetryTopic,
    };
}
