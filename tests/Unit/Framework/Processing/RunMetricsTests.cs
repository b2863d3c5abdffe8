using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Instrumentation.Metrics;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>Each message is counted once, however often it is retried and however its batch is cut.</summary>
public sealed class RunMetricsTests
{
    private const string Consumed = "messaging.client.consumed.messages";

    [Fact]
    public void A_batch_that_is_retried_and_goes_on_behind_a_letter_is_counted_once()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1));
        using Measured measured = new(scene.Metered, Consumed);
        scene.Script.Batch = (consumer, _) =>
        {
            foreach (Message message in consumer.Batch)
            {
                if (message.Offset.Value == 4)
                {
                    throw new InvalidOperationException("bad");
                }

                consumer.Mark(message);
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 9));
        scene.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("5-9 #1", scene.Script.Runs[^1]);
        scene.Arrive(Records.From(10, 11));

        Assert.Equal(12, measured.Of(Consumed).Sum(one => one.Value));
    }

    [Fact]
    public void Single_messages_behind_a_recovered_one_are_counted_once()
    {
        using PartitionScene scene = new(consumer: typeof(SingleConsumer));
        using Measured measured = new(scene.Metered, Consumed);
        int failures = 0;
        scene.Script.Single = (_, message, _) => message.Offset.Value == 4 && failures++ == 0 ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 9));
        scene.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(10, scene.Offsets.Committable);
        Assert.Equal(10, measured.Of(Consumed).Sum(one => one.Value));
    }
}
