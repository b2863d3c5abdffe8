using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>When every message fails alike, a queue with a breaker holds its partitions instead of moving the topic away, and goes on with all of them when it is over.</summary>
public sealed class When_what_all_messages_need_is_down(KafkaBroker broker)
{
    private const int Count = 400;
    private static readonly BreakerOptions Limits = new() { LettersPerMinute = 5, DistinctKeys = 3, ProbeInterval = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task Should_hold_and_go_on()
    {
        string topic = await broker.CreateTopicAsync(partitions: 4);
        string letters = await broker.CreateTopicAsync(partitions: 4, role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, Count, partitions: 4);
        Database database = new() { IsDown = true };
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<Writes>().DeadLetterQueue(queue => queue.Topic(letters).MaxRetries(1).Breaker(Limits))),
            services: services => services.AddSingleton(database));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<BreakerProbing>().Count >= 3, () => "no messages are tried");
        HealthReport health = await scenario.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("the breaker of its dead letter queue is open, as 3 keys failed alike", health.Entries.Values.Single().Description, StringComparison.Ordinal);
        Assert.Single(scenario.EventsOf<BreakerOpened>());
        Assert.Empty(scenario.Handled.All);

        database.IsDown = false;
        int given = scenario.EventsOf<DeadLetterDispatched>().Count;
        await scenario.HandlesAsync(Count - given, given);
        Assert.Single(scenario.EventsOf<BreakerClosed>());
        Assert.Equal(HealthStatus.Healthy, (await scenario.HealthAsync()).Status);
        await scenario.StopAsync();

        Assert.InRange(given, 0, Limits.LettersPerMinute);
        Assert.Equal(Count, scenario.Handled.Count + (await TopicReader.ReadAllAsync(broker, letters)).Count);
        for (int partition = 0; partition < 4; partition++)
        {
            Assert.Equal(scenario.Handled.Offsets(topic, partition).Order(), scenario.Handled.Offsets(topic, partition));
        }
    }

    [Fact]
    public async Task Should_not_take_one_bad_key_for_a_storm()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 40, number => new() { Key = [(byte)(number % 2)], Value = [1] });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 20);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<RefusesKey>().DeadLetterQueue(
            queue => queue.Topic(letters).MaxRetries(0).Breaker(Limits with { LettersPerMinute = 20, FailureShare = 0.1, MinimumRuns = 1 }))));
        await scenario.HandlesAsync(20, letters: 20);
        await scenario.StopAsync();

        Assert.Empty(scenario.EventsOf<BreakerOpened>());
    }

    public sealed class Database
    {
        private volatile bool _isDown;

        public bool IsDown
        {
            get => _isDown;
            set => _isDown = value;
        }
    }

    public sealed class Writes(Database database, Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (database.IsDown)
            {
                throw new TimeoutException("the database does not answer");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }

    public sealed class RefusesKey(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Key.Span[0] == 0)
            {
                throw new InvalidOperationException("bad customer");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
