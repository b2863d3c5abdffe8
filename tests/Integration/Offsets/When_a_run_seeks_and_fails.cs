using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>
/// A seek counts also when its run throws: the retry begins at its target, and a message given up meanwhile has its letter. A seek to what is no offset throws, which fails the run like
/// anything else; one to an offset that the broker no longer has goes on with the oldest there is. None loses a message.
/// </summary>
public sealed class When_a_run_seeks_and_fails(KafkaBroker broker)
{
    private const int Count = 30;

    [Fact]
    public async Task Should_retry_from_where_the_seek_leads()
    {
        (Scenario scenario, string topic, string letters) = await RunAsync(new Plan(At: 15, To: 3, Throws: true), maxRetries: 2, errors: 1, handled: 15 + (Count - 3), letters: 0);

        Assert.Equal(Enumerable.Range(0, 15).Concat(Enumerable.Range(3, Count - 3)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal(3, Assert.Single(scenario.EventsOf<ConsumingSeek>()).Offset.Value);
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
    }

    [Fact]
    public async Task Should_go_where_the_seek_leads_and_send_the_letter()
    {
        (Scenario scenario, string topic, string letters) = await RunAsync(new Plan(At: 15, To: 3, Throws: true), maxRetries: 0, errors: 1, handled: 15 + (Count - 3), letters: 1);

        Assert.Equal(Enumerable.Range(0, 15).Concat(Enumerable.Range(3, Count - 3)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal("15", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
    }

    [Fact]
    public async Task Should_fail_the_run_when_it_leads_to_what_is_no_offset()
    {
        (Scenario scenario, string topic, string letters) = await RunAsync(new Plan(At: 15, To: -7, Throws: false), maxRetries: 1, errors: 1, handled: Count, letters: 0);

        Assert.Equal(Enumerable.Range(0, Count).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.IsType<ArgumentOutOfRangeException>(Assert.Single(scenario.EventsOf<ErrorOccurred>()).Error);
        Assert.Empty(scenario.EventsOf<ConsumingSeek>());
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
    }

    [Fact]
    public async Task Should_go_on_with_the_oldest_message_when_the_target_is_forgotten()
    {
        broker.RequireRealBroker("deletes no records");
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, Count);
        using (IAdminClient admin = PlainClients.Admin(broker.BootstrapServers))
        {
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 10)]);
        }

        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Poll);
        scenario.AllowRepeats("the seek goes back");

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<SeeksOnce>()), services: services => services.AddSingleton(new Plan(At: 15, To: 3, Throws: false)));
        await scenario.HandlesAsync(5 + (Count - 10));
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(10, 5).Concat(Enumerable.Range(10, Count - 10)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);
    }

    private async Task<(Scenario Scenario, string Topic, string Letters)> RunAsync(Plan plan, int maxRetries, int errors, int handled, int letters)
    {
        string topic = await broker.CreateTopicAsync();
        string target = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, errors);
        scenario.AllowRepeats("the seek goes back");

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<SeeksOnce>().MaxMessages(10).DeadLetterQueue(target, maxRetries)),
            services: services => services.AddSingleton(plan));
        await scenario.HandlesAsync(handled, letters);
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);
        return (scenario, topic, target);
    }

    private sealed record Plan(long At, long To, bool Throws);

    private sealed class SeeksOnce(Handled handled, Tries tries, Plan plan) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == plan.At && tries.Count == 0)
                {
                    tries.Add(message, Attempt);
                    Seek(plan.To);
                    return plan.Throws ? throw new InvalidOperationException($"{message} is bad at first") : Task.CompletedTask;
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
