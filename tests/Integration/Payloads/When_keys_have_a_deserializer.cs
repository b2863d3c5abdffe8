using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Payloads;

/// <summary>Keys are read with the route's <c>KeyDeserializer</c>, without one as text, bytes or JSON. A key that cannot be read fails its run like a payload, and its raw bytes are what is dispatched.</summary>
public sealed class When_keys_have_a_deserializer(KafkaBroker broker)
{
    private static readonly byte[] TooShort = [7];

    [Fact]
    public async Task Should_read_them_with_it_and_dispatch_what_is_no_key()
    {
        (Scenario scenario, string topic, IEnumerable<(long, string)> keys, ConsumeResult<byte[], byte[]> letter) = await RunAsync<ReadsNumbers>(
            number => number == 3 ? TooShort : BigEndian(number * 1_000), route => route.KeyDeserializer(new BigEndianNumber()), errors: 2);

        Assert.Equal([(0, "0"), (1, "1000"), (2, "2000"), (4, "4000")], keys);
        Assert.Equal([0, 1, 2, 4], scenario.Handled.Offsets(topic));
        Assert.Equal(TooShort, letter.Message.Key);
        Assert.Equal(("3", "deserialization", "2"), (letter.Header("dlq.source.offset"), letter.Header("dlq.error.kind"), letter.Header("dlq.attempts")));
        Assert.Contains($"The key of {topic}/0/3 (1 bytes)", letter.Header("dlq.error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_read_them_as_text_without_one()
    {
        (Scenario scenario, string topic, IEnumerable<(long, string)> keys, _) = await RunAsync<ReadsTexts>(
            number => number == 3 ? null : System.Text.Encoding.UTF8.GetBytes($"key-{number}"), route => route, errors: 2);

        Assert.Equal([(0, "key-0"), (1, "key-1"), (2, "key-2"), (4, "key-4")], keys);
        Assert.Equal([0, 1, 2, 4], scenario.Handled.Offsets(topic));
    }

    private async Task<(Scenario Scenario, string Topic, IEnumerable<(long Offset, string Key)> Keys, ConsumeResult<byte[], byte[]> Letter)> RunAsync<TConsumer>(
        Func<int, byte[]?> key, Func<TopicBuilder, TopicBuilder> deserializer, int errors)
        where TConsumer : BaseConsumer
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 5, number => new() { Key = key(number)!, Value = [1] });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, errors);
        ConcurrentQueue<(long, string)> keys = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => deserializer(route.Consumer<TConsumer>()).DeadLetterQueue(letters, maxRetries: 1)),
            services: services => services.AddSingleton(keys));
        await scenario.HandlesAsync(4, letters: 1);
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 5);
        return (scenario, topic, keys, Assert.Single(await TopicReader.ReadAllAsync(broker, letters)));
    }

    private static byte[] BigEndian(int number)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private sealed class BigEndianNumber : IDeserializer<int>
    {
        public int Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            Assert.Equal(MessageComponentType.Key, context.Component);
            return BinaryPrimitives.ReadInt32BigEndian(data);
        }
    }

    private sealed class ReadsNumbers(Handled handled, ConcurrentQueue<(long Offset, string Key)> keys) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            keys.Enqueue((message.Offset, $"{message.KeyAs<int>()}"));
            handled.Add(message);
            return Task.CompletedTask;
        }
    }

    private sealed class ReadsTexts(Handled handled, ConcurrentQueue<(long Offset, string Key)> keys) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            keys.Enqueue((message.Offset, message.KeyAs<string?>() ?? throw new InvalidOperationException("a key is missing")));
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
