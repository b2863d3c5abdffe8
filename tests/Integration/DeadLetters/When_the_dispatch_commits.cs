using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>With <see cref="MarkingMethod.MarkAsConsumedAndCommit"/> the offset behind the letter is committed before the partition goes on.</summary>
public sealed class When_the_dispatch_commits(KafkaBroker broker)
{
    [Fact]
    public async Task Should_have_committed_behind_the_letter_before_the_next_message_is_handled()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);
        CommitSeen seen = new(scenario.Group);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<BadAt0>().DeadLetterQueue(letters, maxRetries: 2, markingMethod: MarkingMethod.MarkAsConsumedAndCommit)),
            options => options.CommitInterval = TimeSpan.FromMinutes(1),
            services => services.AddSingleton(seen));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(1, seen.BeforeOffset1);
        Assert.Equal(Enumerable.Range(1, 99).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal("0", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class BadAt0(Handled handled, KafkaBroker broker, CommitSeen seen) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 0)
                {
                    throw new InvalidOperationException("0 is bad");
                }

                seen.BeforeOffset1 ??= await Committed.OffsetAsync(broker, seen.Group, Topic);
                handled.Add(message);
                MarkAsConsumed(message);
            }
        }
    }

    private sealed class CommitSeen(string group)
    {
        public string Group => group;

        public long? BeforeOffset1 { get; set; }
    }
}
