using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.RetryTopics;

/// <summary>Fails message 10 always and message 20 on its first two runs; notes where and on which attempt each was run.</summary>
internal sealed class Hopper(Handled handled, Hopper.Book book) : MessageConsumer
{
    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        book.Runs.Enqueue((message.Origin, message.Topic, Attempt, IsLastAttempt, DateTimeOffset.UtcNow));
        long offset = message.Origin.Offset.Value;
        if (offset == 10 || (offset == 20 && Attempt <= 2))
        {
            throw new InvalidOperationException($"{offset} is bad");
        }

        handled.Add(message);
        return Task.CompletedTask;
    }

    /// <summary>What was run.</summary>
    internal sealed class Book
    {
        public ConcurrentQueue<(TopicPartitionOffset Origin, string Topic, int Attempt, bool IsLast, DateTimeOffset At)> Runs { get; } = new();

        public IReadOnlyList<(TopicPartitionOffset Origin, string Topic, int Attempt, bool IsLast, DateTimeOffset At)> Of(long offset) => [.. Runs.Where(run => run.Origin.Offset.Value == offset)];
    }
}
