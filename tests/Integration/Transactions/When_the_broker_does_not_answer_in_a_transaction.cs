using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.Transactions;

/// <summary>
/// A broker that stands still in the middle of transactions leaves it open whether they are committed, and ends what is open for too long when it wakes. Health tells
/// that a letter waits, and a reader of what is committed sees each letter once, in order.
/// </summary>
public sealed class When_the_broker_does_not_answer_in_a_transaction(KafkaBroker broker)
{
    private const int Count = 200;

    [Fact]
    public async Task Should_run_it_again_and_deliver_each_letter_once()
    {
        await using OwnCluster cluster = OwnCluster.Prepare();
        await cluster.StartAsync();
        string topic = await cluster.CreateTopicAsync(partitions: 1);
        string letters = await cluster.CreateTopicAsync(partitions: 1, role: "dlq");
        await TopicWriter.WriteAsync(cluster.BootstrapServers, topic, Count, number => new() { Value = [(byte)number] });
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        scenario.AllowErrors(ErrorType.Poll);
        scenario.AllowErrors(ErrorType.Commit);
        scenario.AllowRepeats("a member that was not heard of for too long begins where it was committed");

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(queue => queue.Topic(letters).MaxRetries(0).Transactional())),
            options =>
            {
                options.Kafka["bootstrap.servers"] = cluster.BootstrapServers;
                options.DeadLetters = options.DeadLetters with { TransactionTimeout = TimeSpan.FromSeconds(1) };
            });
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<DeadLetterDelivered>().Count >= Count / 10, () => "no letters came");
        await cluster.FreezeAsync(1);
        await Eventually.BecomesTrueAsync(async () => (await scenario.HealthAsync()).Status != HealthStatus.Healthy, TimeSpan.FromMinutes(1), () => "health says nothing of a letter that waits");
        await cluster.ThawAsync(1);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<DeadLetterDelivered>().Select(letter => letter.Message.Offset.Value).Distinct().Count() == Count, () => "not every message has its letter", TimeSpan.FromMinutes(2));
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, Count).Select(offset => (long)offset), (await TopicReader.ReadAllAsync(cluster.BootstrapServers, letters)).Select(letter => letter.SourceOffset()));
    }

    private sealed class AllBad : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException("bad");
    }
}
