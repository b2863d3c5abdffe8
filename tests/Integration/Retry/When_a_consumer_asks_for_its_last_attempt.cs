using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary><c>IsLastAttempt</c> is true in the one run whose failure leads to the dead letter queue, <c>IsRetrying</c> in every run but the first; without a dead letter queue no attempt is the last.</summary>
public sealed class When_a_consumer_asks_for_its_last_attempt(KafkaBroker broker)
{
    [Fact]
    public async Task Should_be_told_so_in_the_run_before_the_dispatch()
    {
        IEnumerable<Seen> seen = await RunAsync((route, letters) => route.DeadLetterQueue(letters, maxRetries: 2), errors: 3);

        Assert.Equal([new(1, false, false), new(2, true, false), new(3, true, true)], seen);
    }

    [Fact]
    public async Task Should_be_told_so_at_once_without_retries()
    {
        IEnumerable<Seen> seen = await RunAsync((route, letters) => route.DeadLetterQueue(letters, maxRetries: 0), errors: 1);

        Assert.Equal([new(1, false, true)], seen);
    }

    [Fact]
    public async Task Should_never_be_told_so_without_a_dead_letter_queue()
    {
        IEnumerable<Seen> seen = await RunAsync((route, _) => route, errors: 4);

        Assert.Equal([new(1, false, false), new(2, true, false), new(3, true, false), new(4, true, false), new(5, true, false)], seen);
    }

    private async Task<IEnumerable<Seen>> RunAsync(Func<TopicBuilder, string, TopicBuilder> queue, int errors)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, errors);
        ConcurrentQueue<Seen> seen = new();

        await scenario.StartAsync(draw => draw.Topic(topic, route => queue(route.Consumer<BadFourTimes>(), letters)), services: services => services.AddSingleton(seen));
        await scenario.BecomesTrueAsync(
            () => scenario.Handled.Count + scenario.EventsOf<DeadLetterDelivered>().Count == 1,
            () => "the message was neither handled nor dispatched");
        await scenario.StopAsync();

        return seen;
    }

    private sealed record Seen(int Attempt, bool IsRetrying, bool IsLastAttempt);

    private sealed class BadFourTimes(Handled handled, ConcurrentQueue<Seen> seen) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            seen.Enqueue(new Seen(Attempt, IsRetrying, IsLastAttempt));
            if (Attempt <= 4)
            {
                throw new InvalidOperationException("bad four times");
            }

            handled.Add(Messages.First);
            return Task.CompletedTask;
        }
    }
}
