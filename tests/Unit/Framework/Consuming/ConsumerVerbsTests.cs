using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Consuming;

/// <summary>What a consumer asks of its partition, and what it is answered.</summary>
public sealed class ConsumerVerbsTests : IDisposable
{
    private readonly PartitionScene _scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 2));
    private readonly BatchConsumer _consumer;

    public ConsumerVerbsTests()
    {
        _scene.Start(Records.From(0, 0));
        _consumer = _scene.Script.Consumers.Single();
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void In_the_constructor_there_is_no_context_yet_and_the_error_says_so()
    {
        BatchConsumer alone = new(new Script());

        Assert.Contains("not in the constructor", Assert.Throws<InvalidOperationException>(() => alone.Batch).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("payments", 0)]
    [InlineData("orders", 1)]
    public void A_message_of_another_partition_is_refused_by_name(string topic, int partition)
    {
        Message foreign = Records.At(3, topic, partition);

        ArgumentException error = Assert.Throws<ArgumentException>(() => _consumer.Mark(foreign));
        Assert.Contains($"{topic}/{partition}/3 is not a message of orders/0", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _consumer.GiveUp(foreign));
        Assert.Equal(1, _scene.Offsets.Committable);
    }

    [Fact]
    public void No_message_at_all_is_refused_too() => Assert.Throws<ArgumentNullException>(() => _consumer.Mark(null!));

    [Fact]
    public async Task Marks_and_commits_after_a_revoke_are_false_and_no_exception()
    {
        _scene.Worker.Assignment.Revoke();

        Assert.True(_consumer.IsRevoked);
        Assert.False(_consumer.Mark(Records.At(4)));
        Assert.False(await _consumer.MarkAndCommit(Records.At(4)));
        Assert.False(await _consumer.Commit());
        Assert.Equal(1, _scene.Offsets.Committable);
        Assert.Empty(_scene.Client.Commits);
    }

    [Fact]
    public async Task Mark_and_commit_waits_for_the_broker()
    {
        Assert.True(await _consumer.MarkAndCommit(Records.At(4)));

        Assert.Equal([5], _scene.Client.CommitsOf(0));
    }

    [Fact]
    public void A_pause_must_not_be_negative_nor_go_on_at_a_negative_offset()
    {
        Assert.Equal("duration", Assert.Throws<ArgumentOutOfRangeException>(() => _consumer.Hold(TimeSpan.FromTicks(-1))).ParamName);
        Assert.Equal("offset", Assert.Throws<ArgumentOutOfRangeException>(() => _consumer.Hold(TimeSpan.Zero, Offset.End)).ParamName);
    }

    [Theory]
    [InlineData(-1000L)]
    [InlineData(-1001L)]
    [InlineData(-3L)]
    public void A_seek_goes_to_an_offset_or_to_an_end_of_the_partition(long offset) =>
        Assert.Equal("offset", Assert.Throws<ArgumentOutOfRangeException>(() => _consumer.GoTo(new Offset(offset))).ParamName);

    [Fact]
    public void Dispatching_by_hand_sends_and_tells_and_marks_counts_and_pauses_nothing()
    {
        _scene.Do(() => _consumer.GiveUp(Records.At(7), "negative total"));

        FakeProducer.Sent letter = Assert.Single(_scene.Producer.Taken);
        Assert.Equal(("manual", "negative total", "7"), (letter.Header("dlq.error.kind"), letter.Header("dlq.reason"), letter.Header("dlq.source.offset")));
        Assert.Equal(["dispatched 7 after 0", "delivered 7"], _scene.Events.TakeLast(2));
        Assert.Equal(1, _scene.Offsets.Committable);
        _scene.Arrive(Records.From(8, 8));
        Assert.Equal("8-8 #1", _scene.Script.Runs[^1]);
    }

    [Fact]
    public void Dispatching_by_hand_holds_commits_at_the_message_until_the_broker_has_it()
    {
        _scene.Producer.Acknowledges = false;
        Task dispatch = _scene.Do(() => _consumer.GiveUpAsync(Records.At(3)));
        _consumer.Mark(Records.At(3));
        _consumer.Mark(Records.At(5));
        Assert.Equal(3, _scene.Offsets.Committable);

        _scene.Do(_scene.Producer.Taken[0].Acknowledge);
        _scene.Until(() => dispatch.IsCompletedSuccessfully, "the dispatch");

        Assert.Equal(6, _scene.Offsets.Committable);
    }

    [Fact]
    public void Dispatching_by_hand_after_a_revoke_sends_nothing()
    {
        _scene.Worker.Assignment.Revoke();
        _scene.Until(() => _scene.Worker.Assignment.GivenUp.IsCancellationRequested, "giving up");

        Task dispatch = _scene.Do(() => _consumer.GiveUpAsync(Records.At(3)));
        _scene.Until(() => dispatch.IsCompleted, "the dispatch's end");

        Assert.True(dispatch.IsCanceled);
        Assert.Empty(_scene.Producer.Taken);
    }

    [Fact]
    public void Dispatching_by_hand_without_a_queue_names_the_topic_and_the_verb()
    {
        using PartitionScene plain = new();
        plain.Start(Records.From(0, 0));

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => plain.Script.Consumers.Single().GiveUp(Records.At(0)));

        Assert.Contains("'orders'", error.Message, StringComparison.Ordinal);
        Assert.Contains(".DeadLetterQueue(", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deserializers_of_a_route_read_its_messages()
    {
        MessageFormat format = Routed.Orders(topic => topic.Deserializer(new Fixed("payload")).KeyDeserializer(new Fixed("key"))).Format;

        Message message = format.Create(Records.Data(0));

        Assert.Equal(("payload", "key"), (message.Payload<string>(), message.KeyAs<string>()));
    }

    private sealed class Fixed(string text) : IDeserializer<string>
    {
        public string Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => text;
    }
}
