using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Tests.Reliability.Audit;

public sealed class KilledWorkersTests
{
    [Fact]
    public void Record_behind_the_last_that_was_handled_was_at_hand() => Assert.True(WasAt(5, Came("1,2"), Handled(2, 4)));

    [Fact]
    public void First_record_of_an_assignment_may_have_been_at_hand() => Assert.True(WasAt(5, Came("2"), Handled(1, 4)));

    [Fact]
    public void Other_records_were_not()
    {
        Assert.False(WasAt(5, Came("2"), Handled(2, 5)));
        Assert.False(WasAt(5, Came("2"), Handled(2, 3)));
    }

    [Fact]
    public void Worker_that_died_of_a_record_was_not_killed_from_outside() => Assert.False(WasAt(5, Came("2"), new LedgerLine(LedgerKind.Killed, 0, 7, 7, "")));

    [Fact]
    public void Partition_that_was_given_up_was_at_hand_no_more() => Assert.False(WasAt(5, Came("2"), new LedgerLine(LedgerKind.Revoked, 0, -1, -1, "1,2")));

    private static bool WasAt(long offset, params LedgerLine[] ledger) => KilledWorkers.WasAt(ledger, partition: 2, offset);

    private static LedgerLine Came(string partitions) => new(LedgerKind.Assigned, 0, -1, -1, partitions);

    private static LedgerLine Handled(int partition, long offset) => new(LedgerKind.Handled, 0, partition, offset, "");
}
