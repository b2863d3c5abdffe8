using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>A retry is served from memory, not fetched again: it and its dispatch succeed even when retention took the message from the broker during the wait.</summary>
public sealed class When_the_broker_forgets_a_message_that_waits(KafkaBroker broker)
{
    [Fact]
    public async Task Should_run_it_again_and_dispatch_it_all_the_same()
    {
        broker.RequireRealBroker("deletes no records");
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);
        Retention retention = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route
                .Consumer<BadAt3>()
                .MaxMessages(10)
                .MaxWaitTime(TimeSpan.FromSeconds(10))
                .DeadLetterQueue(letters, maxRetries: 1)),
            services: services => services.AddSingleton(retention));
        await retention.Reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using (IAdminClient admin = PlainClients.Admin(broker.BootstrapServers))
        {
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 10)]);
        }

        Assert.Empty(await TopicReader.ReadAllAsync(broker, topic));
        retention.Passed.SetResult();
        await scenario.HandlesAsync(9, letters: 1);
        await scenario.StopAsync();

        Assert.Equal([0, 1, 2, 4, 5, 6, 7, 8, 9], scenario.Handled.Offsets(topic));
        Assert.Equal("3", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
    }

    private sealed class Retention
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Passed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Its first failure comes when the broker has forgotten the messages.
    private sealed class BadAt3(Handled handled, Retention retention) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 3)
                {
                    retention.Reached.TrySetResult();
                    await retention.Passed.Task.WaitAsync(cancellationToken);
                    throw new InvalidOperationException("3 is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }
        }
    }
}
