using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Transactions;

public sealed class TransactionFaultsTests
{
    private static readonly KafkaTxnRequiresAbortException RequiresAbort = new(new Error(ErrorCode.IllegalGeneration));
    private static readonly KafkaRetriableException Retriable = new(new Error(ErrorCode.Local_TimedOut));
    private static readonly KafkaException Fenced = new(new Error(ErrorCode.Local_Fenced, "fenced", isFatal: true));

    [Fact]
    public void What_requires_an_abort_is_aborted_and_known_as_not_committed()
    {
        Assert.Equal(TransactionFate.Abort, TransactionFaults.FateOf(TransactionStep.Filling, RequiresAbort, calls: 1));
        Assert.Equal(TransactionFate.Abort, TransactionFaults.FateOf(TransactionStep.Commit, RequiresAbort, calls: 1));
    }

    [Fact]
    public void An_abort_that_cannot_be_done_costs_the_producer() => Assert.Equal(TransactionFate.Replace, TransactionFaults.FateOf(TransactionStep.Abort, RequiresAbort, calls: 1));

    [Fact]
    public void What_is_indefinite_is_called_again_and_then_no_more()
    {
        Assert.Equal(TransactionFate.Again, TransactionFaults.FateOf(TransactionStep.Commit, Retriable, TransactionFaults.MostCalls - 1));
        Assert.Equal(TransactionFate.Doubt, TransactionFaults.FateOf(TransactionStep.Commit, Retriable, TransactionFaults.MostCalls));
        Assert.Equal(TransactionFate.Abort, TransactionFaults.FateOf(TransactionStep.Filling, Retriable, TransactionFaults.MostCalls));
        Assert.Equal(TransactionFate.Replace, TransactionFaults.FateOf(TransactionStep.Abort, Retriable, TransactionFaults.MostCalls));
    }

    [Fact]
    public void A_fenced_producer_is_replaced_and_leaves_a_doubt_only_where_the_commit_was_asked_for()
    {
        Assert.Equal(TransactionFate.Replace, TransactionFaults.FateOf(TransactionStep.Filling, Fenced, calls: 1));
        Assert.Equal(TransactionFate.Doubt, TransactionFaults.FateOf(TransactionStep.Commit, Fenced, calls: 1));
        Assert.True(TransactionFaults.IsFenced(Fenced.Error));
    }
}
