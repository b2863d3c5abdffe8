using Confluent.Kafka;
using Kafka.Dlq.Hosting;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Publishing;

/// <summary>
/// A way into a topic for records that come from outside of Kafka, with the producers of the host and a dead letter queue for what cannot be taken. Its topics are verified or created with the
/// others at start. Safe from any thread.
/// </summary>
public sealed class Inlet
{
    private readonly KafkaDlqService _service;
    private readonly InletFeature _feature;

    private Inlet(KafkaDlqService service, string topic, InletFeature feature)
    {
        _service = service;
        _feature = feature;
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
        return new Inlet(service, topic, feature);
    }

    /// <summary>Writes a record to the topic.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Ends when the broker has it; fails with a <see cref="KafkaException"/> when it does not, as far as is known.</returns>
    /// <exception cref="KafkaException">The producer takes nothing, its queue being full for instance.</exception>
    /// <exception cref="InvalidOperationException">The host does not run.</exception>
    public Task<TopicPartitionOffset> PublishAsync(Message<byte[]?, byte[]?> record) => Publisher.PublishAsync(cluster: null, Topic, record);

    /// <summary>Writes a record to the dead letter topic.</summary>
    /// <param name="letter">The record.</param>
    /// <returns>As <see cref="PublishAsync"/>.</returns>
    /// <exception cref="KafkaException">The producer takes nothing.</exception>
    /// <exception cref="InvalidOperationException">The host does not run, or there is no dead letter queue.</exception>
    public Task<TopicPartitionOffset> RejectAsync(Message<byte[]?, byte[]?> letter) => Queue is { } queue
        ? Publisher.PublishAsync(queue.Cluster, queue.Topic!, letter)
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
