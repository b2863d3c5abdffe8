using Kafka.Dlq.Tests.Integration.Support;
using Xunit.Sdk;

namespace Kafka.Dlq.Tests.Integration.Harness;

/// <summary>A scenario fails by itself on what it did not announce: an error, fewer errors than announced, a message that is handled twice.</summary>
public sealed class When_a_scenario_is_surprised(KafkaBroker broker)
{
    [Fact]
    public async Task Should_fail_on_an_error_that_was_not_announced()
    {
        XunitException failure = await FailureAsync(_ => { }, route => route.Consumer<FailsOnce>());

        Assert.Contains("not announced", failure.Message, StringComparison.Ordinal);
        Assert.Contains("once bad", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_fail_when_an_announced_error_does_not_occur()
    {
        XunitException failure = await FailureAsync(scenario => scenario.ExpectErrors(ErrorType.Consume, count: 2), route => route.Consumer<FailsOnce>());

        Assert.Contains("1 errors of type Consume, expected exactly 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_fail_on_a_message_that_is_handled_twice()
    {
        XunitException failure = await FailureAsync(_ => { }, route => route.Consumer<HandlesTwice>());

        Assert.Contains("Handled more than once", failure.Message, StringComparison.Ordinal);
    }

    private async Task<XunitException> FailureAsync(Action<Scenario> announce, Action<TopicBuilder> route)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        return await Assert.ThrowsAnyAsync<XunitException>(async () =>
        {
            await using Scenario scenario = new(broker);
            announce(scenario);
            await scenario.StartAsync(draw => draw.Topic(topic, route));
            await scenario.HandlesAsync(1);
            await scenario.StopAsync();
        });
    }

    private sealed class FailsOnce(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (!IsRetrying)
            {
                throw new InvalidOperationException("once bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }

    private sealed class HandlesTwice(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
