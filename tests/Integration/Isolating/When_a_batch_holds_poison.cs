using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Isolating;

/// <summary>
/// A batch consumer that stores all of its batch or nothing does not know which message it was. With isolation the bad ones alone become letters, in their order, and the others are handled once;
/// without a second thought for marks, since what is done is marked from left to right.
/// </summary>
public sealed class When_a_batch_holds_poison(KafkaBroker broker)
{
    private static readonly long[] Bad = [13, 14, 40];

    [Theory]
    [InlineData(Isolation.Bisect)]
    [InlineData(Isolation.Singly)]
    public async Task Should_give_up_the_bad_messages_only(Isolation isolation)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 64);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(draw => Draw<AllOrNothing>(draw, topic, letters, isolation, retries: 1));
        await scenario.HandlesAsync(61, letters: 3);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 64).Select(offset => (long)offset).Except(Bad), scenario.Handled.Offsets(topic));
        Assert.Equal(Bad, (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.SourceOffset()));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 64);
    }

    [Fact]
    public async Task Should_give_up_the_whole_batch_where_that_is_said()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 64);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(draw => Draw<AllOrNothing>(draw, topic, letters, Isolation.WholeBatch, retries: 0));
        await scenario.BecomesTrueAsync(() => scenario.Handled.Count + scenario.EventsOf<DeadLetterDelivered>().Count == 64, () => "not every message is handled or a letter");
        await scenario.StopAsync();

        IReadOnlyList<long> given = [.. (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.SourceOffset())];
        Assert.Superset(new HashSet<long>(Bad), new HashSet<long>(given));
        Assert.Equal(given.Order(), given);
        Assert.Equal(Enumerable.Range(0, 64).Select(offset => (long)offset), given.Concat(scenario.Handled.Offsets(topic)).Order());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 64);
    }

    [Fact]
    public async Task Should_give_up_what_the_consumer_names_without_isolation()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 64);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(draw => Draw<NamesItsCulprit>(draw, topic, letters, isolation: null, retries: 1));
        await scenario.HandlesAsync(61, letters: 3);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 64).Select(offset => (long)offset).Except(Bad), scenario.Handled.Offsets(topic));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(Bad, read.Select(letter => letter.SourceOffset()));
        Assert.All(read, letter => Assert.Equal("System.FormatException", letter.Header("dlq.error.type")));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 64);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Isolation.Bisect)]
    public async Task Should_give_up_all_that_a_run_names_and_handle_the_others_once(Isolation? isolation)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 64);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 6);

        await scenario.StartAsync(draw => Draw<NamesAllItsCulprits>(draw, topic, letters, isolation, retries: 1));
        await scenario.HandlesAsync(61, letters: 3);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 64).Select(offset => (long)offset).Except(Bad), scenario.Handled.Offsets(topic));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(Bad, read.Select(letter => letter.SourceOffset()));
        Assert.All(read, letter => Assert.Equal(("System.FormatException", "2"), (letter.Header("dlq.error.type"), letter.Header("dlq.attempts"))));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 64);
    }

    private static void Draw<TConsumer>(DrawBuilder draw, string topic, string letters, Isolation? isolation, int retries)
        where TConsumer : BaseConsumer => draw.Topic(topic, route => route
        .Consumer<TConsumer>()
        .MaxMessages(32)
        .DeadLetterQueue(queue =>
        {
            queue.Topic(letters).MaxRetries(retries);
            if (isolation is { } how)
            {
                queue.Isolate(how);
            }
        }));

    private sealed class AllOrNothing(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            if (Messages.Any(message => Bad.Contains(message.Offset.Value)))
            {
                throw new InvalidOperationException("one of them is bad");
            }

            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class NamesItsCulprit(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            if (Messages.FirstOrDefault(message => Bad.Contains(message.Offset.Value)) is { } culprit)
            {
                throw new PoisonMessageException(culprit, new FormatException("no number"));
            }

            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class NamesAllItsCulprits(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (Bad.Contains(message.Offset.Value))
                {
                    Fail(message, new FormatException("no number"));
                }
                else
                {
                    handled.Add(message);
                    MarkAsConsumed(message);
                }
            }

            return Task.CompletedTask;
        }
    }
}
