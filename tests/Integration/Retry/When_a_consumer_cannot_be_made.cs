using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>A consumer whose constructor throws is reported and tried again after the back-off; no message is given up for it, whatever the retries say.</summary>
public sealed class When_a_consumer_cannot_be_made(KafkaBroker broker)
{
    [Fact]
    public async Task Should_try_again_and_skip_no_message()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Initialized, count: 3);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<MadeAtTheFourthTry>().DeadLetterQueue(letters, maxRetries: 0)),
            services: services => services.AddSingleton<Doors>());
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.All(scenario.EventsOf<ConsumerConsume>(), run => Assert.Equal(1, run.Attempt));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class Doors
    {
        private int _knocks;

        public void Open()
        {
            if (++_knocks <= 3)
            {
                throw new InvalidOperationException("nobody is at home");
            }
        }
    }

    private sealed class MadeAtTheFourthTry : MessageConsumer
    {
        private readonly Handled _handled;

        public MadeAtTheFourthTry(Handled handled, Doors doors)
        {
            doors.Open();
            _handled = handled;
        }

        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            _handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
