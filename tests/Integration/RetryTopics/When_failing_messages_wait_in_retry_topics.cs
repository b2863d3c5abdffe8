using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.RetryTopics;

/// <summary>A failing message leaves its partition at once, waits in each retry topic in turn with its count, and ends handled or as one letter of its source; restarts change nothing.</summary>
public sealed class When_failing_messages_wait_in_retry_topics(KafkaBroker broker)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(2);

    private readonly Hopper.Book _book = new();

    [Fact]
    public async Task Should_be_handled_or_end_as_one_letter_of_the_source()
    {
        broker.RequireRealBroker("creates no topics for an admin client");
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await WriteAsync(topic, 30);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3 + 2);

        await StartAsync(scenario, topic, letters);
        await scenario.HandlesAsync(29, letters: 1);
        await scenario.StopAsync();

        string[] hops = [topic, $"{topic}.{scenario.Group}.retry.1s", $"{topic}.{scenario.Group}.retry.2s"];
        Assert.Equal(hops, _book.Of(10).Select(run => run.Topic));
        Assert.Equal([(1, false), (2, false), (3, true)], _book.Of(10).Select(run => (run.Attempt, run.IsLast)));
        Assert.Equal([1, 2, 3], _book.Of(20).Select(run => run.Attempt));
        foreach (MessageRetryScheduled retry in scenario.EventsOf<MessageRetryScheduled>())
        {
            DateTimeOffset handled = _book.Runs.Single(run => run.Topic == retry.TargetTopic && retry.Id.Contains($"-{run.Origin.Offset.Value}@", StringComparison.Ordinal)).At;
            Assert.True(handled >= retry.DueAt, $"{retry.Id} was handled {retry.DueAt - handled} before it was due.");
        }

        // The good messages behind a failing one did not wait for it.
        Assert.True(_book.Of(29).Single().At < _book.Of(10)[1].At);
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal(($"{topic}-0-10@{scenario.Group}#1", topic, "10", "3"), (letter.Header("dlq.id"), letter.Header("dlq.source.topic"), letter.Header("dlq.source.offset"), letter.Header("dlq.attempts")));
        Assert.Equal((topic, "10", "tenant-10"), (letter.Header("dlq.origin.topic"), letter.Header("dlq.origin.offset"), letter.Header("tenant")));
        Assert.Equal("key-10", Encoding.UTF8.GetString(letter.Message.Key));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 30);
        await Committed.BecomesAsync(broker, scenario.Group, hops[2], expected: 2);
    }

    [Fact]
    public async Task Should_keep_its_count_over_a_restart()
    {
        broker.RequireRealBroker("creates no topics for an admin client");
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await WriteAsync(topic, 11);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await StartAsync(scenario, topic, letters);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<MessageRetryScheduled>().Count == 1, () => "message 10 does not wait in the first retry topic");
        await scenario.StopAsync();
        scenario.ExpectErrors(ErrorType.Consume, count: 3);
        await StartAsync(scenario, topic, letters);
        await scenario.HandlesAsync(10, letters: 1);
        await scenario.StopAsync();

        Assert.Equal([1, 2, 3], _book.Of(10).Select(run => run.Attempt));
        Assert.Equal("3", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Header("dlq.attempts"));
    }

    private Task StartAsync(Scenario scenario, string topic, string letters) => scenario.StartAsync(
        draw => draw.Topic(topic, route => route.Consumer<Hopper>().DeadLetterQueue(queue => queue.Topic(letters).RetryTopics(First, Second))),
        options => options.Topics = TopicProvisioning.CreateMissing,
        services => services.AddSingleton(_book));

    private Task<IReadOnlyList<TopicPartitionOffset>> WriteAsync(string topic, int count) => TopicWriter.WriteAsync(broker, topic, count, number => new Message<byte[], byte[]>
    {
        Key = Encoding.UTF8.GetBytes($"key-{number}"),
        Value = Encoding.UTF8.GetBytes($"{number}"),
        Headers = new Headers { { "tenant", Encoding.UTF8.GetBytes($"tenant-{number}") } },
    });
}
