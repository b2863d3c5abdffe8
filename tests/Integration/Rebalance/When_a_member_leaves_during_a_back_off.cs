using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>A message that waits for its retry when its partition goes away is the next owner's, with attempts counted anew; the old owner neither runs it again nor gives it up.</summary>
public sealed class When_a_member_leaves_during_a_back_off(KafkaBroker broker)
{
    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_leave_the_message_to_the_next_owner(GroupProtocol protocol)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<BadAt3>().Pause(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)).DeadLetterQueue(letters, maxRetries: 1));

        Member failing = await scenario.JoinAsync(routes, options => options.Use(protocol), services => services.AddSingleton(new Weather(IsBad: true)));
        await scenario.BecomesTrueAsync(() => failing.EventsOf<ConsumingPause>().Count == 1, () => "no retry is waited for");
        Member next = await scenario.JoinAsync(routes, options => options.Use(protocol), services => services.AddSingleton(new Weather(IsBad: false)));
        await failing.StopAsync();
        await scenario.HandlesAsync(10);
        await scenario.StopAsync();

        Assert.Equal([1, 1], scenario.Tries.At(3));
        Assert.Empty(failing.EventsOf<ConsumingRetry>());
        Assert.Empty(scenario.EventsOf<DeadLetterDispatched>());
        Assert.Equal(3, next.EventsOf<ConsumerConsume>()[0].First.Value);
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
    }

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_send_no_letter_of_a_partition_that_went_before_its_topic_came(GroupProtocol protocol)
    {
        broker.RequireRealBroker("creates a topic that a producer asks for");
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string letters = KafkaBroker.NewName("dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 20, partitions: 2);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<BadAt3>().DeadLetterQueue(letters, maxRetries: 0, dispatchMethod: DispatchMethod.ProduceSync));
        Action<KafkaDlqOptions> options = host =>
        {
            host.Use(protocol);
            host.DeadLetters = new DeadLetterOptions { Backoff = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(100), ExponentialBackoff = false } };
        };

        Member first = await scenario.JoinAsync(routes, options, services => services.AddSingleton(new Weather(IsBad: true)));
        await scenario.BecomesTrueAsync(
            () => first.EventsOf<DeadLetterFailed>().Select(failed => failed.Message.Partition).Distinct().Count() == 2,
            () => "no letters of both partitions are tried");
        Member second = await scenario.JoinAsync(routes, options, services => services.AddSingleton(new Weather(IsBad: false)));
        await scenario.BecomesTrueAsync(() => second.Partitions.Count == 1 && first.EventsOf<ConsumerRevoked>().Count == 1, () => $"the second member owns {second.Partitions.Count} partitions");
        int stayed = 1 - second.Partitions.Single().Partition.Value;
        await broker.CreateTopicAsync(letters, partitions: 2);
        await scenario.HandlesAsync(19, letters: 1);
        await scenario.StopAsync();

        Assert.Equal((stayed, 3L), (Assert.Single(await TopicReader.ReadAllAsync(broker, letters)) is var letter ? letter.SourcePartition() : -1, letter.SourceOffset()));
    }

    private sealed record Weather(bool IsBad);

    private sealed class BadAt3(Handled handled, Tries tries, Weather weather) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (weather.IsBad && message.Offset == 3)
                {
                    throw new InvalidOperationException($"{message} is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
