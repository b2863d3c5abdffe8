using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using System.Runtime.InteropServices;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Framework.Consuming;

public sealed class MessageTests
{
    [Fact]
    public void A_payload_is_deserialized_once()
    {
        CountingDeserializer counting = new();
        Message message = new MessageFormat(counting, null).Create(Records.Data(3));

        string first = message.Payload<string>();
        string second = message.Payload<string>();

        Assert.Same(first, second);
        Assert.Equal(1, counting.Calls);
    }

    [Fact]
    public void A_payload_asked_for_as_another_type_is_deserialized_as_that()
    {
        Message message = Records.At(3, payload: "42");

        Assert.Equal("42", message.Payload<string>());
        Assert.Equal(42, message.Payload<int>());
        Assert.Equal("42"u8.ToArray(), message.Payload<byte[]>());
        Assert.Equal("42", message.Payload<string>());
    }

    [Fact]
    public void A_payload_that_could_not_be_read_is_tried_again_when_asked_again()
    {
        Message message = Records.At(3, payload: "garbage");

        Assert.Throws<MessageDeserializationException>(() => message.Payload<int>());
        Assert.Throws<MessageDeserializationException>(() => message.Payload<int>());
        Assert.Equal("garbage", message.Payload<string>());
    }

    [Fact]
    public void A_tombstone_is_null_or_the_default_of_a_value_type()
    {
        Message message = Records.At(3, payload: null);

        Assert.True(message.IsTombstone);
        Assert.Null(message.Payload<string>());
        Assert.Null(message.Payload<Order>());
        Assert.Null(message.Payload<byte[]>());
        Assert.Null(message.Payload<int?>());
        Assert.Equal(0, message.Payload<int>());
    }

    [Fact]
    public void A_tombstone_is_deserialized_once_too()
    {
        CountingDeserializer counting = new();
        Message message = new MessageFormat(counting, null).Create(Records.Data(3, payload: null));

        message.Payload<string>();
        message.Payload<string>();

        Assert.Equal(1, counting.Calls);
        Assert.True(counting.SawNull);
    }

    [Fact]
    public void Without_a_deserializer_bytes_and_text_are_taken_as_they_are_and_anything_else_is_JSON()
    {
        Message message = Records.At(3, payload: """{"id":7,"Total":"1.5"}""");

        Assert.Equal(message.RawPayload.ToArray(), message.Payload<byte[]>());
        Assert.Equal(message.RawPayload.ToArray(), message.Payload<ReadOnlyMemory<byte>>().ToArray());
        Assert.StartsWith("{", message.Payload<string>(), StringComparison.Ordinal);
        Assert.Equal(new Order(7, 1.5m), message.Payload<Order>());
    }

    [Fact]
    public void Garbage_is_told_with_its_coordinates_and_what_was_expected()
    {
        Message message = Records.At(17, "orders", 3, payload: "{garbage");

        MessageDeserializationException error = Assert.Throws<MessageDeserializationException>(() => message.Payload<Order>());

        Assert.Contains("payload of orders/3/17 (8 bytes)", error.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(Order).ToString(), error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public void The_text_null_is_an_error_and_no_missing_object()
    {
        Message message = Records.At(0, payload: "null");

        Assert.Throws<MessageDeserializationException>(() => message.Payload<Order>());
    }

    [Fact]
    public void A_deserializer_of_the_users_is_given_the_headers()
    {
        HeaderDeserializer deserializer = new();
        RecordAt record = Records.Data(0);
        Message message = new MessageFormat(deserializer, null).Create(record with { Data = record.Data with { Headers = new Headers { { "type", [7] } } } });

        Assert.Equal([7], message.Payload<byte[]>());
        Assert.Empty(new MessageFormat(deserializer, null).Create(Records.Data(0)).Payload<byte[]>());
    }

    [Fact]
    public void A_key_is_read_with_the_routes_deserializer_or_as_payloads_are()
    {
        Message plain = Records.At(0, key: "42");
        Message configured = new MessageFormat(null, new CountingDeserializer()).Create(Records.Data(0, key: "42"));

        Assert.Equal(42, plain.KeyAs<int>());
        Assert.Equal("read 42", configured.KeyAs<string>());
        Assert.Contains("key of orders/0/0", Assert.Throws<MessageDeserializationException>(() => Records.At(0, key: "x").KeyAs<int>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("", null)]
    [InlineData("k", "p")]
    public void Detaching_keeps_what_is_null_null_and_what_is_empty_empty(string? key, string? payload)
    {
        Message message = Records.At(5, key: key, payload: payload);
        Assert.Equal((key is not null, payload is null), (message.HasKey, message.IsTombstone));

        Message copy = message.Detach();

        Assert.Equal((key is not null, payload is null), (copy.HasKey, copy.IsTombstone));
        Assert.Equal((key ?? "", payload ?? ""), (Encoding.UTF8.GetString(copy.Key.Span), Encoding.UTF8.GetString(copy.RawPayload.Span)));
    }

    [Fact]
    public void A_detached_message_shares_no_memory_and_keeps_everything_else()
    {
        byte[] slab = [.. "beforekeypayloadbehind"u8];
        RecordStamp stamp = Records.Stamp(5);
        PartitionSource source = new("orders", 2, Records.Plain);
        Message message = Records.Plain.Create(new RecordBlock(source, slab, stamp, hasHeaders: false), stamp, new RecordPlace(Start: 6, KeyLength: 3, PayloadLength: 7));

        Message copy = message.Detach();
        slab.AsSpan().Clear();

        Assert.Equal("key", Encoding.UTF8.GetString(copy.Key.Span));
        Assert.Equal("payload", copy.Payload<string>());
        Assert.True(MemoryMarshal.TryGetArray(copy.RawPayload, out ArraySegment<byte> own) && own.Array!.Length == "keypayload".Length);
        Assert.Equal((message.TopicPartitionOffset, message.Timestamp, message.LeaderEpoch), (copy.TopicPartitionOffset, copy.Timestamp, copy.LeaderEpoch));
    }

    [Fact]
    public void A_typed_message_is_detached_as_one()
    {
        Message<Order> message = (Message<Order>)MessageFormat.For(typeof(OrderBatches), null, null).Create(Records.Data(0, payload: """{"id":7}"""));

        Message<Order> copy = message.Detach();

        Assert.Equal(7, copy.Payload.Id);
        Assert.IsType<Message<Order>>(((Message)message).Detach());
    }

    [Theory]
    [InlineData(typeof(BatchConsumer), typeof(Message))]
    [InlineData(typeof(OrderBatches), typeof(Message<Order>))]
    [InlineData(typeof(Orders), typeof(Message<Order>))]
    [InlineData(typeof(MoreOrders), typeof(Message<Order>))]
    [InlineData(null, typeof(Message))]
    public void Messages_are_made_as_the_consumer_takes_them(Type? consumer, Type expected) =>
        Assert.IsType(expected, MessageFormat.For(consumer, null, null).Create(Records.Data(0)));

    [Fact]
    public void A_deserializer_of_another_type_than_asked_for_is_passed_over()
    {
        Message message = new MessageFormat(new CountingDeserializer(), null).Create(Records.Data(0, payload: "42"));

        Assert.Equal(42, message.Payload<int>());
        Assert.Equal("read 42", message.Payload<string>());
    }

    internal sealed record Order(int Id, decimal Total = 0);

    internal abstract class OrderBatches : BaseConsumer<Order>;

    internal abstract class Orders : MessageConsumer<Order>;

    internal abstract class MoreOrders : Orders;

    private sealed class HeaderDeserializer : IDeserializer<byte[]>
    {
        public byte[] Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => context.Headers.TryGetLastBytes("type", out byte[] type) ? type : [];
    }

    private sealed class CountingDeserializer : IDeserializer<string>
    {
        public int Calls { get; private set; }

        public bool SawNull { get; private set; }

        public string Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            Calls++;
            SawNull = isNull;
            return isNull ? null! : $"read {Encoding.UTF8.GetString(data)}";
        }
    }
}
