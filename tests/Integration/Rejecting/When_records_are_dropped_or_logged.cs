using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>With the actions log and none a rejected record is told and gone, and the offset moves on.</summary>
public sealed class When_records_are_dropped_or_logged(KafkaBroker broker)
{
    [Theory]
    [InlineData("log")]
    [InlineData("none")]
    public async Task Should_tell_each_once_and_move_on(string action)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<RejectsSevens>()), options => options.DeadLetterAction = DeadLetterAction.Parse(action));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(tens => ((tens * 10L) + 7, action)), scenario.EventsOf<RecordRejected>().Select(told => (told.Message.Offset.Value, told.Action)));
        Assert.Equal(90, scenario.Handled.Count);
    }
}
