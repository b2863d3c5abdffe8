using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>A bulk write settles each message by its own result: written once, rejected with its reason, or written again alone.</summary>
public sealed class When_a_bulk_write_fails_in_part(KafkaBroker broker)
{
    [Fact]
    public async Task Should_reject_the_permanent_failures_and_repeat_the_others_alone()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        TableSink table = new();
        Index index = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<WritesToIndex>().DeadLetterAction(DeadLetterAction.Sink("table"))),
            services: services => services.AddSingleton(index).AddKafkaDlq(kafka => kafka.Sink("table", _ => table)));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(tens => (tens * 10L) + 7), table.Offsets);
        Assert.All(table.Rows, row => Assert.Equal(("mapping", ErrorKind.Sink), (row.Reason, row.Kind)));
        Assert.Equal(90, index.Written.Count);
        Assert.Equal(90, index.Written.Distinct().Count());
    }

    private sealed class Index
    {
        private readonly ConcurrentDictionary<long, int> _tries = new();

        public ConcurrentQueue<long> Written { get; } = new();

        public BulkResult Write(Message message)
        {
            long number = message.Offset.Value;
            if (number % 10 == 7)
            {
                return BulkResult.Rejected(new FormatException("no number"), "mapping");
            }

            if (number % 10 == 3 && _tries.AddOrUpdate(number, 1, (_, tries) => tries + 1) < 3)
            {
                return BulkResult.Retryable(new TimeoutException("busy"));
            }

            Written.Enqueue(number);
            return BulkResult.Written;
        }
    }

    private sealed class WritesToIndex(Index index) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) =>
            WriteBulkAsync(messages => Task.FromResult<IReadOnlyList<BulkResult>>([.. messages.Select(index.Write)]));
    }
}
