using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>With <c>ConsumerPersistence(false)</c> each batch has a consumer and a service scope of its own, both disposed behind it, and a retry keeps those of its batch; without it there is one for the whole assignment.</summary>
public sealed class When_consumers_are_not_kept(KafkaBroker broker)
{
    [Fact]
    public async Task Should_make_a_consumer_and_a_scope_for_each_batch()
    {
        Uses uses = await RunAsync(isPersistent: false);

        Assert.Equal(4, uses.Consumers.Distinct().Count());
        Assert.Equal(4, uses.Scoped.Distinct().Count());
        Assert.Equal(uses.Consumers.ElementAt(1), uses.Consumers.ElementAt(2));
        Assert.Equal((4, 4), (uses.DisposedConsumers, uses.DisposedScopes));
    }

    [Fact]
    public async Task Should_keep_one_consumer_and_one_scope_by_default()
    {
        Uses uses = await RunAsync(isPersistent: true);

        Assert.Single(uses.Consumers.Distinct());
        Assert.Single(uses.Scoped.Distinct());
        Assert.Equal((1, 1), (uses.DisposedConsumers, uses.DisposedScopes));
    }

    private async Task<Uses> RunAsync(bool isPersistent)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        Uses uses = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<TellsWhoItIs>().ConsumerPersistence(isPersistent).MaxMessages(5).MaxWaitTime(TimeSpan.FromSeconds(10))),
            services: services => services.AddSingleton(uses).AddScoped<Scoped>());
        await scenario.HandlesAsync(20);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 20).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal(5, uses.Consumers.Count);
        return uses;
    }

    private sealed class Uses
    {
        private int _disposedConsumers;
        private int _disposedScopes;

        public ConcurrentQueue<Guid> Consumers { get; } = [];

        public ConcurrentQueue<Guid> Scoped { get; } = [];

        public int DisposedConsumers => _disposedConsumers;

        public int DisposedScopes => _disposedScopes;

        public void ConsumerDisposed() => Interlocked.Increment(ref _disposedConsumers);

        public void ScopeDisposed() => Interlocked.Increment(ref _disposedScopes);
    }

    private sealed class Scoped(Uses uses) : IDisposable
    {
        public Guid Id { get; } = Guid.NewGuid();

        public void Dispose() => uses.ScopeDisposed();
    }

    private sealed class TellsWhoItIs(Handled handled, Uses uses, Scoped scoped) : BaseConsumer, IAsyncDisposable
    {
        private readonly Guid _id = Guid.NewGuid();

        public ValueTask DisposeAsync()
        {
            uses.ConsumerDisposed();
            return ValueTask.CompletedTask;
        }

        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            uses.Consumers.Enqueue(_id);
            uses.Scoped.Enqueue(scoped.Id);
            if (Messages.First.Offset == 5 && !IsRetrying)
            {
                throw new InvalidOperationException("the second batch is bad at first");
            }

            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
