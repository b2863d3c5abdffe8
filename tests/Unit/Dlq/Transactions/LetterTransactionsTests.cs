using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Transactions;

public sealed class LetterTransactionsTests
{
    private static readonly KafkaException Fenced = new(new Error(ErrorCode.Local_Fenced, "fenced", isFatal: true));

    private readonly ScriptedTransactions _script = new();
    private readonly LetterTransactions _transactions;
    private bool _isGivenUp;

    public LetterTransactionsTests() => _transactions = new LetterTransactions(_script.Make, _script, new ManualTimeProvider());

    [Fact]
    public async Task What_waits_at_the_same_moment_shares_one_transaction()
    {
        Task<TransactionOutcome> first = Add(partition: 0, next: 11);
        Task<TransactionOutcome> second = Add(partition: 1, next: 21);
        _script.Ready.SetResult();

        Assert.True((await first).IsCommitted);
        Assert.True((await second).IsCommitted);
        Assert.Equal(["init", "begin", "produce 0", "produce 1", "offsets 11 21", "commit"], _script.Calls);
    }

    [Fact]
    public async Task What_failed_by_itself_before_goes_alone()
    {
        Task<TransactionOutcome> first = Add(partition: 0, next: 11, isAlone: true);
        Task<TransactionOutcome> second = Add(partition: 1, next: 21);
        _script.Ready.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(2, _script.Calls.Count(call => call == "commit"));
    }

    [Fact]
    public async Task A_letter_that_the_client_refuses_is_the_only_one_with_an_error()
    {
        _script.Fail("produce", FakeProducer.Error(ErrorCode.MsgSizeTooLarge));
        Task<TransactionOutcome> culprit = Add(partition: 0, next: 11);
        Task<TransactionOutcome> innocent = Add(partition: 1, next: 21);
        _script.Ready.SetResult();

        Assert.True((await culprit) is { IsCommitted: false, IsOwn: true });
        Assert.True((await innocent) is { IsCommitted: false, Error: null });
        Assert.Equal("abort", _script.Calls[^1]);
    }

    [Fact]
    public async Task Offsets_of_another_generation_abort_and_the_producer_goes_on_to_serve()
    {
        _script.Ready.SetResult();
        _script.Fail("offsets", new KafkaTxnRequiresAbortException(new Error(ErrorCode.IllegalGeneration)));

        Assert.False((await Add(partition: 0, next: 11)).IsCommitted);
        Assert.True((await Add(partition: 0, next: 11)).IsCommitted);
        Assert.Single(_script.Calls, "init");
    }

    [Fact]
    public async Task A_call_without_an_answer_is_made_again()
    {
        _script.Ready.SetResult();
        _script.Fail("offsets", new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut)));
        _script.Fail("commit", new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut)));

        Assert.True((await Add(partition: 0, next: 11)).IsCommitted);
        Assert.Equal(["init", "begin", "produce 0", "offsets 11", "offsets 11", "commit", "commit"], _script.Calls);
    }

    [Fact]
    public async Task Nothing_is_committed_for_a_process_that_is_no_member()
    {
        _script.Ready.SetResult();
        _script.Membership = null;

        Assert.NotNull((await Add(partition: 0, next: 11)).Error);
        Assert.Equal("abort", _script.Calls[^1]);
    }

    [Fact]
    public async Task A_fenced_producer_is_replaced()
    {
        _script.Ready.SetResult();
        _script.Fail("begin", Fenced);

        Assert.Same(Fenced, (await Add(partition: 0, next: 11)).Error);
        Assert.True((await Add(partition: 0, next: 11)).IsCommitted);
        Assert.Equal(2, _script.Calls.Count(call => call == "init"));
        Assert.DoesNotContain("ask", _script.Calls);
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(10, false)]
    public async Task A_commit_without_an_answer_is_settled_by_the_committed_offset(long committed, bool isCommitted)
    {
        _script.Ready.SetResult();
        _script.Fail("commit", Fenced);
        _script.Committed.Add(new TopicPartitionOffset("orders", 0, committed));

        Assert.Equal(isCommitted, (await Add(partition: 0, next: 11)).IsCommitted);
        Assert.Equal(["dispose", "init", "ask"], _script.Calls.TakeLast(3));
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(10, false)]
    public async Task A_commit_that_failed_and_cannot_be_aborted_is_settled_by_the_committed_offset(long committed, bool isCommitted)
    {
        _script.Ready.SetResult();
        _script.Fail("commit", new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut)));
        _script.Fail("commit", new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_TimedOut)));
        _script.Fail("abort", new KafkaException(new Error(ErrorCode.InvalidTxnState, "it is committed", isFatal: true)));
        _script.Committed.Add(new TopicPartitionOffset("orders", 0, committed));

        Assert.Equal(isCommitted, (await Add(partition: 0, next: 11)).IsCommitted);
        Assert.Equal(["abort", "dispose", "init", "ask"], _script.Calls.TakeLast(4));
    }

    [Fact]
    public async Task All_letters_of_a_part_that_the_client_refuses_are_named()
    {
        _script.Ready.SetResult();
        _script.Fail("produce", FakeProducer.Error(ErrorCode.MsgSizeTooLarge));
        _script.Fail("produce", FakeProducer.Error(ErrorCode.MsgSizeTooLarge));

        TransactionOutcome outcome = await Add(partition: 0, next: 13, letters: 3);

        Assert.Equal([0, 1], outcome.Refused);
        Assert.Equal("abort", _script.Calls[^1]);
    }

    [Fact]
    public async Task An_offset_that_may_be_there_from_before_tells_nothing()
    {
        _script.Ready.SetResult();
        _script.Fail("commit", Fenced);
        _script.Committed.Add(new TopicPartitionOffset("orders", 0, 11));

        Assert.False((await Add(partition: 0, next: 11, isTold: false)).IsCommitted);
    }

    [Fact]
    public async Task A_partition_that_is_gone_has_its_transaction_aborted()
    {
        _isGivenUp = true;
        _script.Ready.SetResult();

        Assert.False((await Add(partition: 0, next: 11)).IsCommitted);
        Assert.DoesNotContain("commit", _script.Calls);
        Assert.Equal("abort", _script.Calls[^1]);
    }

    [Fact]
    public async Task What_is_given_up_before_its_commit_is_settled_stays_in_doubt()
    {
        _script.Ready.SetResult();
        Assert.True((await Add(partition: 0, next: 10)).IsCommitted);
        _script.OnCommit = () => _isGivenUp = true;
        _script.Fail("commit", Fenced);

        Assert.True((await Add(partition: 0, next: 11)).IsInDoubt);
    }

    private Task<TransactionOutcome> Add(int partition, long next, bool isAlone = false, bool isTold = true, int letters = 1) => _transactions.AddAsync(new TransactionPart(
        [.. Enumerable.Repeat(Record(partition), letters)], new TopicPartitionOffset("orders", partition, next), () => _isGivenUp)
    {
        IsAlone = isAlone,
        IsTold = isTold,
    });

    private static (TopicPartition Target, Message<byte[]?, byte[]?> Record) Record(int partition) => (new TopicPartition("orders.dlq", partition), new Message<byte[]?, byte[]?>());
}
