using Confluent.Kafka;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Transforms;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Framework.Transforms;

/// <summary>A message is marked when the broker has all its outputs, in the order of the messages; a failing write is a failing transform.</summary>
public sealed class TransformConsumerTests
{
    [Fact]
    public void Nothing_is_marked_before_its_outputs_are_acknowledged()
    {
        FakeWriter writer = new();
        using PartitionScene scene = Start(writer, 4);
        Assert.Equal(["0", "1", "2", "3"], writer.Written);
        Assert.Null(scene.Offsets.Committable);

        scene.Do(() => writer.Acknowledge(1));
        Assert.Null(scene.Offsets.Committable);
        scene.Do(() => writer.Acknowledge(0));
        Assert.Equal(2, scene.Offsets.Committable);
        scene.Do(() => writer.Acknowledge(3));
        Assert.Equal(2, scene.Offsets.Committable);
        scene.Do(() => writer.Acknowledge(2));

        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void A_message_with_several_outputs_waits_for_each_and_one_without_is_marked_in_its_turn()
    {
        FakeWriter writer = new();
        using PartitionScene scene = Start(writer, 3, offset => offset switch { 0 => ["a", "b"], 1 => [], _ => ["c"] });

        scene.Do(() => writer.Acknowledge(1));
        scene.Do(() => writer.Acknowledge(2));
        Assert.Null(scene.Offsets.Committable);
        scene.Do(() => writer.Acknowledge(0));

        Assert.Equal(3, scene.Offsets.Committable);
    }

    [Fact]
    public void What_was_refused_together_is_written_alone_and_only_the_large_one_fails()
    {
        FakeWriter writer = new();
        using PartitionScene scene = Start(writer, 3);

        scene.Do(() => writer.Refuse(0, ErrorCode.MsgSizeTooLarge));
        scene.Do(() => writer.Refuse(1, ErrorCode.MsgSizeTooLarge));
        Assert.Equal(3, writer.Written.Count);
        scene.Do(() => writer.Acknowledge(2));
        scene.Do(() => writer.Acknowledge(3));
        Assert.Equal(1, scene.Offsets.Committable);
        scene.Do(() => writer.Refuse(4, ErrorCode.MsgSizeTooLarge));

        Assert.Equal(["0", "1", "2", "0 alone", "1 alone"], writer.Written);
        Assert.Equal((1, 1), (scene.Offsets.Committable, Assert.Single(scene.Told<ErrorOccurred>()).Offset!.Value.Value));
    }

    [Theory]
    [InlineData(false, "transform")]
    [InlineData(true, "timeout")]
    public void A_failing_write_and_a_run_that_takes_too_long_become_letters_of_their_kind(bool isLate, string kind)
    {
        FakeWriter writer = new();
        using PartitionScene scene = Start(writer, 1, more: topic => topic.Timeout(TimeSpan.FromSeconds(5)).DeadLetterQueue("letters", maxRetries: 0));

        if (isLate)
        {
            scene.Advance(TimeSpan.FromSeconds(5));
        }
        else
        {
            scene.Do(() => writer.Refuse(0, ErrorCode.Local_MsgTimedOut));
        }

        scene.Until(() => scene.Producer.Taken.Count == 1, "the letter");
        Assert.Equal(kind, Encoding.UTF8.GetString(scene.Producer.Taken[0].Message.Headers.GetLastBytes("dlq.error.kind")));
    }

    [Fact]
    public void A_revoked_partition_does_not_wait_for_the_broker()
    {
        FakeWriter writer = new();
        using PartitionScene scene = Start(writer, 2);

        scene.Revoke();
        scene.Do(() => writer.Acknowledge(0));

        Assert.Null(scene.Offsets.Committable);
        Assert.Empty(scene.Told<ErrorOccurred>());
    }

    [Fact]
    public void A_record_for_a_topic_that_was_not_announced_fails_its_message()
    {
        FakeWriter writer = new();
        using PartitionScene scene = Start(writer, 1, to: "elsewhere");

        Assert.Contains("'elsewhere', which it did not announce", Assert.Single(scene.Told<ErrorOccurred>()).Error.Message, StringComparison.Ordinal);
        Assert.Empty(writer.Written);
    }

    private static PartitionScene Start(FakeWriter writer, int count, Func<long, string[]>? outputs = null, Action<TopicBuilder>? more = null, string to = "copies")
    {
        TransformFunction<string> function = (message, _) => ValueTask.FromResult<IEnumerable<TransformOutput?>?>(
            [.. (outputs?.Invoke(message.Offset.Value) ?? [$"{message.Offset.Value}"]).Select(text => TransformOutput.To(to, text))]);
        PartitionScene scene = new(
            topic =>
            {
                topic.Set(new TransformSettings("TransformMany", ["copies"], function));
                more?.Invoke(topic);
            },
            typeof(TransformConsumer<string>))
        {
            Publish = writer.WriteAsync,
        };
        return scene.Start([.. Enumerable.Range(0, count).Select(offset => scene.Topic.Format.Create(Records.Data(offset)))]);
    }
}
