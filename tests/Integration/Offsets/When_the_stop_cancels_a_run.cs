using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>A run that the stop cancels in the middle of its batch counts as no failure, however it ends: nothing that it did not handle is committed, and the next start goes on at the first unmarked message.</summary>
public sealed class When_the_stop_cancels_a_run(KafkaBroker broker)
{
    [Fact]
    public async Task Should_go_on_behind_the_last_mark_when_the_run_throws() => await CheckAsync<MarksAndThrows>(committed: 10, handledAgain: 0);

    [Fact]
    public async Task Should_go_on_behind_the_last_mark_when_the_run_returns() => await CheckAsync<MarksAndReturns>(committed: 10, handledAgain: 0);

    [Fact]
    public async Task Should_commit_nothing_of_a_batch_without_marks() => await CheckAsync<Throws>(committed: null, handledAgain: 10);

    [Fact]
    public async Task Should_not_mark_the_single_message_in_which_it_was_cancelled() => await CheckAsync<SingleReturns>(committed: 10, handledAgain: 0);

    private async Task CheckAsync<TConsumer>(long? committed, int handledAgain)
        where TConsumer : BaseConsumer
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        Stage stage = new();
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<TConsumer>().DeadLetterQueue(letters, maxRetries: 0));
        void Impatient(KafkaDlqOptions options) => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200);

        await scenario.StartAsync(routes, Impatient, services => services.AddSingleton(stage));
        await scenario.BecomesTrueAsync(() => stage.IsReached, () => $"10 was not reached; {scenario.Handled.Count} handled");
        await scenario.StopAsync();
        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal(committed, await Committed.OffsetAsync(broker, scenario.Group, topic));

        stage.IsOver = true;
        if (handledAgain > 0)
        {
            scenario.AllowRepeats(because: "the first messages were handled, but not marked");
        }

        await scenario.StartAsync(routes, Impatient, services => services.AddSingleton(stage));
        await scenario.HandlesAsync(100 + handledAgain);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(10 - handledAgain, 90 + handledAgain).Select(offset => (long)offset), scenario.Handled.Offsets(topic).Skip(10));
        Assert.All(scenario.EventsOf<ConsumerConsume>(), run => Assert.Equal(1, run.Attempt));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class Stage
    {
        public bool IsReached { get; set; }

        public bool IsOver { get; set; }

        public async Task HangAsync(CancellationToken cancellationToken)
        {
            if (!IsOver)
            {
                IsReached = true;
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
        }
    }

    private class Throws(Handled handled, Stage stage) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 10)
                {
                    await stage.HangAsync(cancellationToken);
                }

                handled.Add(message);
                Finish(message);
            }
        }

        protected virtual void Finish(Message message)
        {
        }
    }

    private class MarksAndThrows(Handled handled, Stage stage) : Throws(handled, stage)
    {
        protected override void Finish(Message message) => MarkAsConsumed(message);
    }

    private sealed class MarksAndReturns(Handled handled, Stage stage) : MarksAndThrows(handled, stage)
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            try
            {
                await base.ConsumeAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Leaves its batch as if it were done.
            }
        }
    }

    private sealed class SingleReturns(Handled handled, Stage stage) : MessageConsumer
    {
        protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset == 10)
            {
                await Task.WhenAny(stage.HangAsync(cancellationToken));
            }

            if (!cancellationToken.IsCancellationRequested)
            {
                handled.Add(message);
            }
        }
    }
}
