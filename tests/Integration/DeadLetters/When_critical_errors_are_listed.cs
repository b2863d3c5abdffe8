using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>Which errors are critical is a list: those of the runtime and <see cref="CriticalConsumerException"/> unless the host says otherwise, with their descendants. An error that is not on it is given up like any other.</summary>
public sealed class When_critical_errors_are_listed(KafkaBroker broker)
{
    [Fact]
    public async Task Should_stop_for_an_error_of_the_runtime() => await StopsAsync(new InsufficientExecutionStackException("the stack is nearly full"));

    [Fact]
    public async Task Should_stop_for_a_descendant_of_what_is_listed() => await StopsAsync(new DiskIsFullException());

    [Fact]
    public async Task Should_stop_for_what_a_task_wrapped() => await StopsAsync(new AggregateException(new DiskIsFullException()));

    [Fact]
    public async Task Should_stop_for_what_the_host_added() =>
        await StopsAsync(new UnauthorizedAccessException("the password has expired"), options => options.CriticalErrors.Add(typeof(UnauthorizedAccessException)));

    [Fact]
    public async Task Should_give_up_what_the_host_took_from_the_list()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 5);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await StartAsync(scenario, topic, letters, new DiskIsFullException(), options => options.CriticalErrors.Clear());
        await scenario.HandlesAsync(4, letters: 1);
        await scenario.StopAsync();

        Assert.Equal("2", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 5);
    }

    private async Task StopsAsync(Exception error, Action<KafkaDlqOptions>? options = null)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 5);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await StartAsync(scenario, topic, letters, error, options);
        await scenario.StopsByItselfAsync();

        Assert.Equal([0, 1], scenario.Handled.Offsets(topic));
        Assert.Same(error, Assert.Single(scenario.EventsOf<ErrorOccurred>()).Error);
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 2);
    }

    private static Task StartAsync(Scenario scenario, string topic, string letters, Exception error, Action<KafkaDlqOptions>? options) => scenario.StartAsync(
        draw => draw.Topic(topic, route => route.Consumer<BadAt2>().DeadLetterQueue(letters, maxRetries: 0)), options, services => services.AddSingleton(error));

    private sealed class DiskIsFullException() : CriticalConsumerException("the disk is full");

    private sealed class BadAt2(Handled handled, Exception error) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset == 2)
            {
                throw error;
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
