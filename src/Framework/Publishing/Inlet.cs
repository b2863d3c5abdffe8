using Confluent.Kafka;
using Kafka.Dlq.Hosting;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kafka.Dlq.Publishing;

/// <summary>
/// A way into a topic for records that come from outside of Kafka, with the producers of the host and a dead letter queue for what cannot be taken. Its topics are verified or created with the
/// others at start. Safe from any thread.
/// </summary>
public sealed class Inlet
{
    private readonly KafkaDlqService _service;
    private readonly InletFeature _feature;
    private readonly InletLetters _letters;

    private Inlet(KafkaDlqService service, string topic, InletFeature feature, InletLetters letters)
    {
        _service = service;
        _feature = feature;
        _letters = letters;
        Topic = topic;
    }

    /// <summary>The topic that it leads to.</summary>
    public string Topic { get; }

    /// <summary>The dead letter topic: that of the inlet, of the topic, or of the host; null where there is none, and before the start.</summary>
    public string? DeadLetterTopic => Queue?.Topic;

    private RouteTable? Routes => _service.Routes;

    private DeadLetterQueueSettings? Queue =>
        Routes is { } table && table.Topics.FirstOrDefault(route => ReferenceEquals(route.Feature<InletFeature>(), _feature)) is { } route ? _feature.QueueOf(route, table) : null;

    /// <summary>Opens a way into a topic, before the host starts.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">What it is, for a person: <c>POST /ingest/orders</c>.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="deadLetterQueue">Its dead letter queue, or its word that there is none (<see cref="DeadLetterTopic.SettingsOf"/>); null says nothing: the topic's counts, then the host's.</param>
    /// <exception cref="InvalidOperationException"><c>AddKafkaDlq</c> was not called, or the host has started.</exception>
    public static Inlet Open(IServiceProvider services, string name, string topic, DeadLetterQueueSettings? deadLetterQueue)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(topic);
        if (services.GetService<KafkaDlqBuilder>() is not { } builder)
        {
            throw new InvalidOperationException($"{name} leads to topic '{topic}', but there is no Kafka.Dlq in this host: call builder.Services.AddKafkaDlq(...) first.");
        }

        KafkaDlqService service = services.GetRequiredService<KafkaDlqService>();
        if (service.Routes is not null)
        {
            throw new InvalidOperationException($"{name} was mapped after the host had started, so its topic '{topic}' is not checked. Map it before: in a web application, before app.Run().");
        }

        InletFeature feature = new(name, SaysQueue: deadLetterQueue is not null);
        builder.Routes(routes => routes.Draw(draw => draw.Topic(topic, route => Declare(route, feature, deadLetterQueue))));
        InletLetters letters = new(services.GetRequiredService<IOptions<KafkaDlqOptions>>().Value.DeadLetters, services.GetRequiredService<KafkaMonitor>(), services.GetRequiredService<TimeProvider>());
        return new Inlet(service, topic, feature, letters);
    }

    /// <summary>Whether a write failed because the record is larger than its topic, or its queue's <c>MaxLetterBytes</c>, takes.</summary>
    /// <param name="error">What the write failed with.</param>
    public static bool IsTooLarge(Exception error) => RecordPublisher.IsTooLarge(error);

    /// <summary>Writes a record to the topic. It is handed to the producer before the first wait, so records of one call after another keep their order; one that was refused with a batch is written once more alone.</summary>
    /// <param name="record">The record.</param>
    /// <returns>
    /// Ends when the broker has it. Fails with a <see cref="KafkaException"/> when it does not, as far as is known, or the producer takes nothing, and with an <see cref="InvalidOperationException"/> when the
    /// host does not run.
    /// </returns>
    public async Task<TopicPartitionOffset> PublishAsync(Message<byte[]?, byte[]?> record)
    {
        try
        {
            return await Publisher.PublishAsync(cluster: null, Topic, record);
        }
        catch (KafkaException exception) when (IsTooLarge(exception))
        {
            return await Publisher.PublishAsync(cluster: null, Topic, record, Batching.Alone);
        }
    }

    /// <summary>Writes the dead letter of a record that cannot be taken, as the queue says letters are written; one that is too large is made smaller as those of routes are.</summary>
    /// <param name="record">What was sent.</param>
    /// <param name="id">The letter's id.</param>
    /// <param name="error">What is wrong with it, of kind <see cref="ErrorKind.Ingest"/>.</param>
    /// <returns>As <see cref="PublishAsync"/>; fails with an <see cref="InvalidOperationException"/> too when there is no dead letter queue.</returns>
    public async Task<TopicPartitionOffset> RejectAsync(ReadOnlyMemory<byte> record, string id, Exception error) => Queue is { } queue
        ? await _letters.WriteAsync(Publisher, queue, _letters.Of(new InletRecord(Topic, record), queue, id, _feature.Name, error))
        : throw new InvalidOperationException($"{_feature.Name} has no dead letter queue.");

    private RecordPublisher Publisher => _service.Publisher ?? throw new InvalidOperationException($"{_feature.Name} cannot write to topic '{Topic}': the host does not run.");

    private static void Declare(TopicBuilder route, InletFeature feature, DeadLetterQueueSettings? queue)
    {
        route.Active(false).Set(feature);
        if (queue is not null)
        {
            route.Set(queue, FeatureLevel.Consumer);
        }
    }
}
