using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>Marking an older message moves the offset back, at the broker too, and a retry starts there.</summary>
public sealed class When_an_older_message_is_marked(KafkaBroker broker)
{
    [Fact]
    public async Task Should_retry_from_behind_the_older_mark()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        scenario.AllowRepeats(because: "the consumer takes back its marks from 4 on and fails");

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<TakesBackAndFails>().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(10))));
        await scenario.HandlesAsync(26);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Concat(Enumerable.Range(4, 16)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal(4, Assert.Single(scenario.EventsOf<ConsumingRetry>()).Offset.Value);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
    }

    [Fact]
    public async Task Should_retry_from_an_earlier_batch_when_the_older_mark_is_there()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        scenario.AllowRepeats(because: "the consumer takes back its marks from 4 on and fails");

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<TakesBackAndFails>().MaxMessages(5)));
        await scenario.HandlesAsync(26);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Concat(Enumerable.Range(4, 16)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Should_handle_again_what_was_taken_back_before_the_failing_message_is_given_up(int maxRetries)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        scenario.AllowRepeats(because: "the consumer takes back its marks from 4 on and fails");

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<SingleTakesBackOnceAndIsBadAt12>().DeadLetterQueue(letters, maxRetries)));
        await scenario.BecomesTrueAsync(
            () => scenario.Handled.Offsets(topic).Contains(19) && scenario.EventsOf<DeadLetterDelivered>().Count == 1,
            () => $"handled {string.Join(',', scenario.Handled.Offsets(topic))}, {scenario.EventsOf<DeadLetterDelivered>().Count} letters");
        await scenario.StopAsync();

        Assert.Equal(
            Enumerable.Range(0, 12).Concat(Enumerable.Range(4, 8)).Concat(Enumerable.Range(13, 7)).Select(offset => (long)offset),
            scenario.Handled.Offsets(topic));
        Assert.Equal("12", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
    }

    [Fact]
    public async Task Should_move_the_committed_offset_back()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<CommitsAllAndTakesBack>().ManualOffsetManagement().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(10))));
        await scenario.HandlesAsync(10);
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 4);
    }

    private sealed class TakesBackAndFails(Handled handled) : BaseConsumer
    {
        private Message? _third;

        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                handled.Add(message);
                MarkAsConsumed(message);
                _third = message.Offset == 3 ? message : _third;
                if (handled.Count == 10)
                {
                    MarkAsConsumed(_third!);
                    throw new InvalidOperationException("what came behind 3 was not done after all");
                }
            }

            return Task.CompletedTask;
        }
    }

    private sealed class SingleTakesBackOnceAndIsBadAt12(Handled handled) : MessageConsumer
    {
        private Message? _third;
        private bool _hasTakenBack;

        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            _third = message.Offset == 3 ? message : _third;
            if (message.Offset != 12)
            {
                handled.Add(message);
                return Task.CompletedTask;
            }

            if (!_hasTakenBack)
            {
                _hasTakenBack = true;
                MarkAsConsumed(_third!);
            }

            throw new InvalidOperationException("12 is bad");
        }
    }

    private sealed class CommitsAllAndTakesBack(Handled handled) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            Assert.True(await MarkAsConsumedAndCommitAsync(Messages.Last));
            MarkAsConsumed(Messages[3]);
            foreach (Message message in Messages)
            {
                handled.Add(message);
            }
        }
    }
}
