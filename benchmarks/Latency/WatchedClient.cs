using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using System.Reflection;

namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>A client of the engine that notes when its fetches return. All else is done by the client that it stands before.</summary>
internal sealed class WatchedClient(IKafkaClient client, FetchClock clock) : IKafkaClient
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Puts itself between the poll thread of a running host and its client.</summary>
    /// <exception cref="BenchException">The engine keeps its client in another place by now.</exception>
    public static void PutInto(IHost host, FetchClock clock)
    {
        KafkaEngine engine = host.Services.GetRequiredService<KafkaDlqService>().Running ?? throw new BenchException("The host has not started.");
        foreach (KafkaConnection connection in engine.Connections)
        {
            object listener = FieldOf(connection, typeof(Listener)).GetValue(connection)!;
            FieldInfo place = FieldOf(listener, typeof(IKafkaClient));
            place.SetValue(listener, new WatchedClient((IKafkaClient)place.GetValue(listener)!, clock));
        }
    }

    public void Fetch(FetchedRecords into, TimeSpan idle)
    {
        client.Fetch(into, idle);
        clock.Note(into.Messages);
    }

    public void Subscribe(IReadOnlyCollection<string> topics) => client.Subscribe(topics);

    public void Pause(TopicPartition partition) => client.Pause(partition);

    public void Resume(TopicPartition partition) => client.Resume(partition);

    public void Seek(TopicPartitionOffset position) => client.Seek(position);

    public Task<CommitResult> CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout) => client.CommitAsync(offsets, timeout);

    public CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout) => client.Commit(offsets, timeout);

    public Task CommitsEndedAsync() => client.CommitsEndedAsync();

    public IConsumerGroupMetadata? Membership => client.Membership;

    public Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions) => client.CommittedAsync(partitions);

    public Task<MarkedOffset> ReadMarkAsync(TopicPartition partition, TimeSpan timeout) => client.ReadMarkAsync(partition, timeout);

    public long? HighWatermark(TopicPartition partition) => client.HighWatermark(partition);

    public bool IsBrokerReachable(TimeSpan timeout) => client.IsBrokerReachable(timeout);

    public bool IsMember => client.IsMember;

    public Task<IReadOnlyList<TopicPartition>?> UnownedAsync(TimeSpan timeout) => client.UnownedAsync(timeout);

    public void Leave() => client.Leave();

    public void Close() => client.Close();

    public void Dispose() => client.Dispose();

    private static FieldInfo FieldOf(object owner, Type type) =>
        Array.Find(owner.GetType().GetFields(Fields), field => field.FieldType == type)
        ?? throw new BenchException($"{owner.GetType().Name} has no field of type {type.Name} any more: the latency cannot be measured from the fetch. Mend {nameof(WatchedClient)}.");
}
