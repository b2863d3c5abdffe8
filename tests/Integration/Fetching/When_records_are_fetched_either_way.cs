using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Fetching;

/// <summary>Managed and native fetching give the same messages, bit for bit; and a message that is kept does not change when others are fetched after it.</summary>
public sealed class When_records_are_fetched_either_way(KafkaBroker broker)
{
    private const int Count = 2_000;
    private const int Large = 1024 * 1024;

    // The form in which records travel decides where the client finds them in its memory.
    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Snappy)]
    public async Task Should_give_the_same_messages(CompressionType compression)
    {
        string topic = await broker.CreateTopicAsync(settings: broker.Kind == BrokerKind.Embedded ? null : Roomy);
        Random random = new(20_261_122);
        Message<byte[], byte[]>[] written = [.. Enumerable.Range(0, Count).Select(number => Some(random, number))];
        await WriteAsync(topic, written, compression);

        IReadOnlyList<Message> managed = await FetchAsync(topic, FetchMode.Managed);
        IReadOnlyList<Message> native = await FetchAsync(topic, FetchMode.Native);

        Assert.Equal(managed.Select(Described), native.Select(Described));
        Assert.Equal(written.Select(message => Hex(message.Value)), native.Select(message => message.IsTombstone ? "null" : Convert.ToHexString(message.RawPayload.Span)));
        Assert.Equal(native.Select(Described), native.Select(message => Described(message.Detach())));
    }

    // The records' timestamps are fixed and lie years back: the broker would remove them whenever its look at the retention happens to come.
    private static Dictionary<string, string> Roomy => new() { ["max.message.bytes"] = $"{2 * Large}", ["retention.ms"] = "-1" };

    private async Task WriteAsync(string topic, Message<byte[], byte[]>[] records, CompressionType compression)
    {
        ProducerConfig settings = new() { BootstrapServers = broker.BootstrapServers, CompressionType = compression, MessageMaxBytes = 2 * Large, LingerMs = 20 };
        using IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(settings).Build();
        await Task.WhenAll([.. records.Select(record => producer.ProduceAsync(new TopicPartition(topic, 0), record, TestContext.Current.CancellationToken))]);
    }

    private async Task<IReadOnlyList<Message>> FetchAsync(string topic, FetchMode mode)
    {
        await using Scenario scenario = new(broker);
        Kept kept = new();
        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<Keeps>()),
            options => options.Fetching = mode,
            services => services.AddSingleton(kept));
        await scenario.HandlesAsync(Count);
        await scenario.StopAsync();
        return [.. kept.Messages];
    }

    private static Message<byte[], byte[]> Some(Random random, int number) => new()
    {
        Key = SomeBytes(random, 40)!,
        Value = number == Count / 2 ? Filled(random, Large) : SomeBytes(random, number % 50 == 0 ? 40_000 : 300)!,
        Timestamp = new Timestamp(1_700_000_000_000 + number, TimestampType.CreateTime),
        Headers = random.Next(3) == 0 ? [.. Enumerable.Range(0, random.Next(1, 4)).Select(header => (IHeader)new Header($"h{header}", SomeBytes(random, 20)))] : null,
    };

    private static byte[]? SomeBytes(Random random, int most) => random.Next(5) == 0 ? null : Filled(random, random.Next(most));

    private static byte[] Filled(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Described(Message message) => string.Join(
        '|',
        [
            message.ToString(),
            $"{message.Timestamp.Type} {message.Timestamp.UnixTimestampMs} {message.LeaderEpoch}",
            message.HasKey ? Convert.ToHexString(message.Key.Span) : "null",
            message.IsTombstone ? "null" : Convert.ToHexString(message.RawPayload.Span),
            .. message.Headers.Select(header => $"{header.Key}={Hex(header.GetValueBytes())}"),
        ]);

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);

    private sealed class Kept
    {
        public ConcurrentQueue<Message> Messages { get; } = new();
    }

    private sealed class Keeps(Kept kept, Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            kept.Messages.Enqueue(message);
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
