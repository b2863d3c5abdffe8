using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>With <see cref="DispatchMethod.ProduceAsync"/> a partition goes on while its letters are under way, up to <c>MaxOutstanding</c> of them: then it waits for one to arrive.</summary>
public sealed class When_too_many_letters_are_under_way(KafkaBroker broker)
{
    private const int Bound = 3;

    [Fact]
    public async Task Should_hold_the_partition_until_one_has_arrived()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 5);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 5);
        Arrivals arrivals = new(letters);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 0, dispatchMethod: DispatchMethod.ProduceAsync)),
            options =>
            {
                // A letter takes a second to leave, so that those before it are still under way when the next message is begun.
                options.Producer["linger.ms"] = "1000";
                options.DeadLetters = new DeadLetterOptions { MaxOutstanding = Bound };
            },
            services => services.AddSingleton(arrivals));
        await scenario.HandlesAsync(0, letters: 5);
        await scenario.StopAsync();

        Assert.Equal([0, 0, 0], arrivals.BeforeEach.Take(Bound));
        Assert.True(arrivals.BeforeEach.ElementAt(Bound) > 0, $"{Bound + 1} letters were under way");
        Assert.Equal(["0", "1", "2", "3", "4"], (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.Text()));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 5);
    }

    private sealed class Arrivals(string topic)
    {
        public string Topic => topic;

        public ConcurrentQueue<int> BeforeEach { get; } = new();
    }

    private sealed class AllBad(KafkaBroker broker, Arrivals arrivals) : MessageConsumer
    {
        protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            // The first ones are not looked at: that would take longer than their letters do.
            arrivals.BeforeEach.Enqueue(message.Offset < Bound ? 0 : (await TopicReader.ReadAllAsync(broker, arrivals.Topic)).Count);
            throw new InvalidOperationException($"{message} is bad");
        }
    }
}
