using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Globalization;

namespace Kafka.Dlq.Tests.Integration.Strategies;

/// <summary>With a time budget a message is run again until the time since its first failure is over, and then dispatched.</summary>
public sealed class When_retries_last_for_a_time(KafkaBroker broker)
{
    [Fact]
    public async Task Should_dispatch_when_the_time_is_over_and_not_before()
    {
        TimeSpan budget = TimeSpan.FromMilliseconds(600);
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<Troubled>().DeadLetterQueue(queue => queue.Topic(letters).RetryFor(budget))),
            options => options.Pause = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(100) },
            services => services.AddSingleton(Trouble.At(10)));
        await scenario.HandlesAsync(19, letters: 1);
        await scenario.StopAsync();

        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.True(Time(letter, "dlq.failed_at") - Time(letter, "dlq.first_failed_at") >= budget - TimeSpan.FromMilliseconds(1), $"given up from {letter.Header("dlq.first_failed_at")} to {letter.Header("dlq.failed_at")}");
        IReadOnlyList<ConsumingPause> waits = scenario.EventsOf<ConsumingPause>();
        Assert.Equal($"{waits.Count + 1}", letter.Header("dlq.attempts"));
        Assert.InRange(waits[^1].Duration, TimeSpan.FromMilliseconds(1), budget - TimeSpan.FromMilliseconds(100));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
    }

    private static DateTimeOffset Time(ConsumeResult<byte[], byte[]> letter, string header) => DateTimeOffset.Parse(letter.Header(header)!, CultureInfo.InvariantCulture);
}
