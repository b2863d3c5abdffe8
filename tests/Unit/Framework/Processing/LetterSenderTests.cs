using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;
using LetterSender = Kafka.Dlq.Processing.LetterSender;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class LetterSenderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Letter_of_a_partition_that_has_just_been_revoked_is_not_sent()
    {
        ManualTimeProvider time = new();
        FakeProducer producer = new();
        using LateThreads threads = new();
        LetterSender letters = new(new DeadLetterDispatcher(new DeadLetterOptions(), new KafkaMonitor(), time, null, (_, _) => Task.FromResult(1)), _ => producer, time);
        RoutedTopic topic = Routed.Orders(route => route.DeadLetterQueue("orders.dlq"));
        using PartitionAssignment assignment = new(new TopicPartition("orders", 0), topic, new DeadLetterLane(10), CancellationToken.None) { Threads = threads };
        using BatchConsumer consumer = new(new Script()) { OwnProducer = () => producer };

        assignment.Revoke();
        Task sent = letters.SendByHandAsync(assignment, consumer, Records.At(4), attempt: 1, reason: null);
        bool isGivenUp = assignment.GivenUp.IsCancellationRequested;
        threads.TellThem();

        Assert.False(isGivenUp, "the listeners were told before the letter was sent, so nothing was tested");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Empty(producer.Taken);
        await threads.Told.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>Tells those who listen to a token only when the test says so.</summary>
    private sealed class LateThreads : IThreads, IDisposable
    {
        private readonly ManualResetEventSlim _mayTell = new();

        public TimeSpan Patience => TimeSpan.Zero;

        public Task Told { get; private set; } = Task.CompletedTask;

        public void Dispose() => _mayTell.Dispose();

        public void TellThem() => _mayTell.Set();

        public void Loop(string name, Func<TimeSpan?> round, CancellationToken hurry) => throw new NotSupportedException();

        public bool Wait(Task ended, TimeSpan limit) => throw new NotSupportedException();

        public Task CancelAsync(CancellationTokenSource source)
        {
            // The last to listen is the first to be told.
            source.Token.UnsafeRegister(_ => _mayTell.Wait(), null);
            return Told = source.CancelAsync();
        }
    }
}
