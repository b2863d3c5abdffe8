using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>Whatever bytes a message has, or has not, handlers see them as they are and its letter carries them unchanged, the original headers first and in order.</summary>
public sealed class When_messages_are_unusual(KafkaBroker broker)
{
    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    [Fact]
    public async Task Should_dispatch_every_byte_and_every_absence_of_bytes_as_it_was()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        Message<byte[], byte[]>[] messages =
        [
            new() { Key = null!, Value = null! },
            new() { Key = [], Value = [] },
            new() { Key = EveryByte, Value = EveryByte, Headers = [new("all", EveryByte), new("", [0]), new("none", null), new("empty", []), new("all", [1])] },
            new() { Key = null!, Value = "{ no json"u8.ToArray(), Headers = [new("dlq.mine", [7])] },
        ];
        await TopicWriter.WriteAsync(broker, topic, messages.Length, number => messages[number]);

        await LettersEqualAsync(topic, letters, messages);
    }

    [Fact]
    public async Task Should_dispatch_a_payload_of_one_mebibyte_whole()
    {
        Dictionary<string, string> twoMebibytes = new() { ["max.message.bytes"] = "2097152" };
        string topic = await broker.CreateTopicAsync(settings: twoMebibytes);
        string letters = await broker.CreateTopicAsync(settings: twoMebibytes, role: "dlq");
        Message<byte[], byte[]> message = new() { Key = [1], Value = [.. Enumerable.Range(0, 1 << 20).Select(place => (byte)(place * 31))] };
        ProducerConfig settings = new() { BootstrapServers = broker.BootstrapServers, MessageMaxBytes = 2_000_000 };
        using IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(settings).Build();
        await producer.ProduceAsync(topic, message, TestContext.Current.CancellationToken);

        await LettersEqualAsync(topic, letters, [message]);
    }

    private async Task LettersEqualAsync(string topic, string letters, Message<byte[], byte[]>[] messages)
    {
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, messages.Length);
        Seen seen = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<LooksAndRefuses>().DeadLetterQueue(letters, maxRetries: 0)),
            options => options.Producer["message.max.bytes"] = "2000000",
            services => services.AddSingleton(seen));
        await scenario.HandlesAsync(0, letters: messages.Length);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(messages.Select(Bytes), read.Select(letter => Bytes(letter.Message)));
        Assert.Equal(messages.Select(Bytes), seen.Messages);
        Assert.All(scenario.EventsOf<DeadLetterDelivered>(), letter => Assert.Equal(LetterReduction.None, letter.Reduction));
    }

    // Every part of a message as text that tells null from empty; headers that the letter added are left out.
    private static string Bytes(Message<byte[], byte[]> message) => Bytes(message.Key, message.Value, message.Headers ?? []);

    private static string Bytes(byte[]? key, byte[]? value, Headers headers) => string.Join(
        '|',
        [Hex(key), Hex(value), .. headers.Where(header => !header.Key.StartsWith("dlq.", StringComparison.Ordinal) || header.Key == "dlq.mine").Select(header => $"{header.Key}={Hex(header.GetValueBytes())}")]);

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);

    private sealed class LooksAndRefuses(Seen seen) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            Message first = Messages.First;
            seen.Messages.Add(Bytes(first.HasKey ? first.Key.ToArray() : null, first.IsTombstone ? null : first.RawPayload.ToArray(), first.Headers));
            throw new InvalidOperationException("unusual");
        }
    }

    private sealed class Seen
    {
        public List<string> Messages { get; } = [];
    }
}
