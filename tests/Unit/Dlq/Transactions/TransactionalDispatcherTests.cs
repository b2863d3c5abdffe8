using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Transactions;

public sealed class TransactionalDispatcherTests : IDisposable
{
    private readonly ScriptedTransactions _script = new();
    private readonly ManualTimeProvider _time = new();
    private readonly FakeProducer _counter = new();
    private readonly List<KafkaEvent> _events = [];
    private readonly Pump _pump = new();
    private readonly TransactionalDispatcher _dispatcher;

    public TransactionalDispatcherTests()
    {
        KafkaMonitor monitor = new();
        monitor.Subscribe<KafkaEvent>(_events.Add);
        _script.Ready.SetResult();
        _dispatcher = new TransactionalDispatcher(new DeadLetterOptions(), monitor, _time, _script.Make, _script, null, (_, _) => Task.FromResult(4));
    }

    public void Dispose() => _counter.Dispose();

    [Fact]
    public void Letters_and_the_offset_behind_them_are_one_transaction()
    {
        Task<TransactionalDispatch> dispatch = Dispatch(CancellationToken.None, Some.Letter(SomeRecord.At(17)), Some.Letter(SomeRecord.At(18)));

        Assert.Equal(TransactionalDispatch.Committed, Ended(dispatch));
        Assert.Equal(1, _script.Calls.Count(call => call == "commit"));
        Assert.Equal(2, _script.Calls.Count(call => call.StartsWith("produce", StringComparison.Ordinal)));
        Assert.Equal([17, 18], _events.OfType<DeadLetterDelivered>().Select(delivered => delivered.Message.Offset.Value));
        Assert.Empty(_dispatcher.UnderWay);
    }

    [Fact]
    public void Only_the_letter_that_is_too_large_is_made_smaller_and_at_once()
    {
        _script.Fail("produce", FakeProducer.Error(ErrorCode.MsgSizeTooLarge));

        Task<TransactionalDispatch> dispatch = Dispatch(CancellationToken.None, Some.Letter(SomeRecord.At(17)), Some.Letter(SomeRecord.At(18)));

        Assert.Equal(TransactionalDispatch.Committed, Ended(dispatch));
        Assert.Equal([LetterReduction.NoStackTrace, LetterReduction.None], _events.OfType<DeadLetterDelivered>().Select(delivered => delivered.Reduction));
        Assert.Empty(_events.OfType<DeadLetterFailed>());
    }

    [Fact]
    public void A_letter_that_exceeds_its_routes_bound_is_told_and_never_sent()
    {
        using CancellationTokenSource giveUp = new();
        DeadLetterQueueSettings bounded = Some.Queue(queue => queue.MaxLetterBytes(256).Transactional());

        Task<TransactionalDispatch> dispatch = Dispatch(giveUp.Token, Some.Letter(SomeRecord.At(17)) with { Queue = bounded });

        Assert.Contains("MaxLetterBytes", _events.OfType<DeadLetterFailed>().First().Error.Message, StringComparison.Ordinal);
        Assert.Single(_dispatcher.Failing);
        Assert.DoesNotContain("begin", _script.Calls);
        _pump.Run(giveUp.Cancel);
        Assert.Equal(TransactionalDispatch.GivenUp, Ended(dispatch));
    }

    [Fact]
    public void An_enrichment_that_throws_is_told_and_the_letter_goes_without_it()
    {
        DeadLetterQueueSettings enriched = Some.Queue(queue => queue.Enrich((_, _) => throw new FormatException("no customer")).Transactional());

        Task<TransactionalDispatch> dispatch = Dispatch(CancellationToken.None, Some.Letter(SomeRecord.At(17)) with { Queue = enriched });

        Assert.Equal(TransactionalDispatch.Committed, Ended(dispatch));
        Assert.IsType<FormatException>(Assert.Single(_events.OfType<ErrorOccurred>()).Error);
    }

    [Fact]
    public void A_transaction_that_fails_is_told_and_run_again_after_the_back_off()
    {
        _script.Fail("commit", new KafkaTxnRequiresAbortException(new Error(ErrorCode.IllegalGeneration)));

        Task<TransactionalDispatch> dispatch = Dispatch(CancellationToken.None, Some.Letter(SomeRecord.At(17)));
        Assert.False(dispatch.IsCompleted);

        _pump.Run(() => _time.Advance(TimeSpan.FromMinutes(1)));
        Assert.Equal(TransactionalDispatch.Committed, Ended(dispatch));
        Assert.Equal(["init", "begin", "produce", "offsets", "commit", "abort", "begin", "produce", "offsets", "commit"], _script.Calls.Select(call => call.Split(' ')[0]));
        Assert.Single(_events.OfType<DeadLetterDispatched>());
    }

    private Task<TransactionalDispatch> Dispatch(CancellationToken giveUp, params DeadLetter[] letters)
    {
        KafkaRecord last = letters[^1].Message;
        return _pump.Run(() => _dispatcher.DispatchAsync(
            letters, _counter, new TopicPartitionOffset(last.Topic, last.Partition, last.Offset + 1), isNew: true, CancellationToken.None, giveUp));
    }

    private static TransactionalDispatch Ended(Task<TransactionalDispatch> dispatch)
    {
        Assert.True(dispatch.IsCompleted, "It has not ended yet.");
        return dispatch.GetAwaiter().GetResult();
    }
}
