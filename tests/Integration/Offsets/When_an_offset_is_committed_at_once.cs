using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary><c>MarkAsConsumedAndCommitAsync</c> and <c>CommitOffsetsAsync</c> return when the broker has the offset, not at the next flush.</summary>
public sealed class When_an_offset_is_committed_at_once(KafkaBroker broker)
{
    [Fact]
    public async Task Should_be_seen_at_the_broker_before_the_next_line()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        Checkpoint seen = new(scenario.Group);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<CommitsAndLooks>().ManualOffsetManagement().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(10))),
            options => options.CommitInterval = TimeSpan.FromHours(1),
            services => services.AddSingleton(seen));
        await scenario.HandlesAsync(10);
        await scenario.StopAsync();

        Assert.Equal([null, 1, 1, 3, 3], seen.Committed);
        Assert.Equal([true, true, true, true], seen.Answers);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 3);
    }

    private sealed class Checkpoint(string group)
    {
        public string Group => group;

        public List<long?> Committed { get; } = [];

        public List<bool> Answers { get; } = [];
    }

    private sealed class CommitsAndLooks(Handled handled, KafkaBroker broker, Checkpoint seen) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            await LookAsync();
            seen.Answers.Add(await MarkAsConsumedAndCommitAsync(Messages[0]));
            await LookAsync();
            seen.Answers.Add(MarkAsConsumed(Messages[2]));
            await LookAsync();
            seen.Answers.Add(await CommitOffsetsAsync());
            await LookAsync();
            seen.Answers.Add(await CommitOffsetsAsync());
            await LookAsync();
            foreach (Message message in Messages)
            {
                handled.Add(message);
            }
        }

        private async Task LookAsync() => seen.Committed.Add(await Committed.OffsetAsync(broker, seen.Group, Topic));
    }
}
