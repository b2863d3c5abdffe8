using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.RetryTopics;

/// <summary>Fails message 10 always and message 20 on its first two runs; notes where and on which attempt each was run.</summary>
internal sealed class Hopper(Handled handled, Hopper.Book book) : MessageConsumer
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Second = TimeSpan.FromSeconds(2);

    /// <summary>The topic with two retry topics.</summary>
    public static Action<DrawBuilder> Routes(string topic, string letters) =>
        draw => draw.Topic(topic, route => route.Consumer<Hopper>().DeadLetterQueue(queue => queue.Topic(letters).RetryTopics(First, Second)));

    /// <summary>Has the retry topics made.</summary>
    public static void Options(KafkaDlqOptions options, GroupProtocol protocol)
    {
        options.Use(protocol);
        options.Topics = TopicProvisioning.CreateMissing;
    }

    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        book.Runs.Enqueue(new Visit(message.Origin, message.TopicPartitionOffset, Attempt, IsLastAttempt, DateTimeOffset.UtcNow));
        long offset = message.Origin.Offset.Value;
        if (offset == 10 || (offset == 20 && Attempt <= 2))
        {
            throw new InvalidOperationException($"{offset} is bad");
        }

        handled.Add(message);
        return Task.CompletedTask;
    }

    /// <summary>A run of a message.</summary>
    internal sealed record Visit(TopicPartitionOffset Origin, TopicPartitionOffset Place, int Attempt, bool IsLast, DateTimeOffset At);

    /// <summary>What was run.</summary>
    internal sealed class Book
    {
        public ConcurrentQueue<Visit> Runs { get; } = new();

        public void Register(IServiceCollection services) => services.AddSingleton(this);

        /// <summary>The runs of the message of an offset in the source, in all topics.</summary>
        public IReadOnlyList<Visit> Of(long offset) => [.. Runs.Where(run => run.Origin.Offset.Value == offset)];

        /// <summary>Each that was to wait was run, and behind the time at which it was due.</summary>
        public void CheckThatNoneWasEarly(IReadOnlyList<MessageRetryScheduled> scheduled)
        {
            foreach (MessageRetryScheduled retry in scheduled)
            {
                Assert.All(Runs.Where(run => run.Place == retry.Target).DefaultIfEmpty(), run => Assert.True(run?.At >= retry.DueAt, $"{retry} was run at {run?.At:O}."));
            }
        }
    }
}
