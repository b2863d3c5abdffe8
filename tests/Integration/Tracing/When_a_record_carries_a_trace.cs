using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Tracing;

/// <summary>The trace of a record goes on in the activity of its run and in its letter, through every dead letter topic; several records of one run are linked. Without a trace the letter belongs to that of the run.</summary>
public sealed class When_a_record_carries_a_trace(KafkaBroker broker)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = $"00-{Trace}-00f067aa0ba902b7-01";
    private const string State = "vendor=opaque";

    [Fact]
    public async Task Should_go_on_in_the_run_and_in_every_letter()
    {
        string topic = await broker.CreateTopicAsync();
        string first = await broker.CreateTopicAsync(role: "first-dlq");
        string last = await broker.CreateTopicAsync(role: "last-dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 1, _ => Traced(1));
        using Listening listening = new(topic, first, last);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw =>
        {
            draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(first, maxRetries: 0));
            draw.Topic(first, route => route.Consumer<AllBad>().DeadLetterQueue(last, maxRetries: 0));
        });
        await scenario.HandlesAsync(0, letters: 2);
        await scenario.StopAsync();

        foreach (string letters in new[] { first, last })
        {
            ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
            Assert.Equal((Parent, State), (letter.Header("traceparent"), letter.Header("tracestate")));
        }

        string[] names = [$"process {topic}", $"send {first}", $"process {first}", $"send {last}"];
        Assert.All(names, name => Assert.Equal((Trace, "00f067aa0ba902b7", State), Continued(listening.Ended(name))));
        Assert.Equal(ActivityStatusCode.Error, listening.Ended(names[0]).Status);
        Assert.Equal("1", $"{listening.Ended(names[0]).GetTagItem("kafka_dlq.attempt")}");
    }

    [Fact]
    public async Task Should_be_linked_when_a_run_has_several_records()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 3, number => number == 1 ? new() { Value = [1] } : Traced(number));
        using Listening listening = new(topic);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<AllGood>().MaxMessages(3).MaxWaitTime(TimeSpan.FromSeconds(10))));
        await scenario.HandlesAsync(3);
        await scenario.StopAsync();

        Activity run = listening.Ended($"process {topic}");
        Assert.Equal([Trace, Trace], run.Links.Select(link => link.Context.TraceId.ToString()));
        Assert.Null(run.ParentId);
        Assert.Equal("3", $"{run.GetTagItem("messaging.batch.message_count")}");
    }

    [Fact]
    public async Task Should_begin_with_the_run_when_the_record_has_none()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        using Listening listening = new(topic, letters);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 0)));
        await scenario.HandlesAsync(0, letters: 1);
        await scenario.StopAsync();

        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal(listening.Ended($"send {letters}").Id, letter.Header("traceparent"));
    }

    private static Message<byte[], byte[]> Traced(int number) => new()
    {
        Value = [(byte)number],
        Headers = [new("traceparent", Encoding.ASCII.GetBytes(Parent)), new("tracestate", Encoding.ASCII.GetBytes(State))],
    };

    private static (string Trace, string Parent, string? State) Continued(Activity activity) => (activity.TraceId.ToString(), activity.ParentSpanId.ToString(), activity.TraceStateString);

    /// <summary>Listens to the activities of some topics only: those of scenarios beside this one must go unseen, or their letters would carry a trace.</summary>
    private sealed class Listening : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Listening(params string[] topics)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Kafka.Dlq",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    Array.Exists(topics, options.Name.EndsWith) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public Activity Ended(string name) => Assert.Single(_ended, activity => activity.DisplayName == name);

        public void Dispose() => _listener.Dispose();
    }

    private sealed class AllBad : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException($"{message} is bad");
    }

    private sealed class AllGood(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
