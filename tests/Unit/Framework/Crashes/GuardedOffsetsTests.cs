using Kafka.Dlq.Crashes;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Crashes;

public sealed class GuardedOffsetsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new();
    private readonly GuardedOffsets _offsets;

    public GuardedOffsetsTests() => _offsets = new GuardedOffsets(_time);

    [Fact]
    public void Nothing_is_committed_before_work_begins()
    {
        _offsets.Restore(10, "", CrashMark.None);

        Assert.Null(_offsets.Pending(committable: null));
        Assert.False(_offsets.TryBegin(10));
    }

    [Fact]
    public void Run_begins_when_the_broker_has_a_mark_that_reaches_so_far()
    {
        _offsets.Restore(10, "", CrashMark.None);
        _offsets.Extend(10, 14);
        Assert.False(_offsets.TryBegin(14));

        MarkedCommit commit = Commit(committable: null);

        Assert.Equal(10, commit.Offset);
        Assert.Equal("kafka-dlq-crash/1 reach=31", commit.Text);
        Assert.True(_offsets.TryBegin(14));
        Assert.True(_offsets.TryBegin(30));
        Assert.False(_offsets.TryBegin(31));
    }

    [Fact]
    public void Without_a_committed_offset_the_first_message_is_where_nothing_is_lost()
    {
        _offsets.Restore(null, "", CrashMark.None);
        Assert.Null(_offsets.Pending(committable: null));
        _offsets.Extend(3, 4);

        Assert.Equal(3, Commit(committable: null).Offset);
    }

    [Fact]
    public void Mark_is_extended_when_half_of_the_lead_is_used_up()
    {
        Begin(10, 10);
        Assert.False(_offsets.TryExtend());

        Assert.True(_offsets.TryBegin(20));
        Assert.True(_offsets.TryExtend());

        Assert.Equal("kafka-dlq-crash/1 reach=53", Commit(committable: 21).Text);
    }

    [Fact]
    public void Partition_at_rest_has_no_mark()
    {
        Begin(10, 14);
        _offsets.RetractWhenQuiet();
        _offsets.End(isWell: true);
        _offsets.RetractWhenQuiet();

        Assert.Equal((15, ""), (Commit(committable: 15).Offset, _offsets.Pending(15)?.Text ?? ""));
        Assert.False(_offsets.TryBegin(16));
    }

    [Fact]
    public void Partition_at_work_keeps_its_mark()
    {
        Begin(10, 14);
        _offsets.RetractWhenQuiet();
        _offsets.RetractWhenQuiet();

        Assert.StartsWith("kafka-dlq-crash/1 reach=", Commit(committable: 12).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Suspect_may_run_when_the_broker_knows_that_it_is_alone()
    {
        _offsets.Restore(10, "kafka-dlq-crash/1 reach=13", new CrashMark(13, null, []));
        Assert.True(_offsets.IsSuspect(12));
        Assert.False(_offsets.IsSuspect(13));
        _offsets.Accuse(10);
        Assert.False(_offsets.IsAlone(10));

        Assert.Equal("kafka-dlq-crash/1 reach=13 alone=10", Commit(committable: null).Text);

        Assert.True(_offsets.IsAlone(10));
        _offsets.End(isWell: true);
        Assert.Equal("kafka-dlq-crash/1 reach=13", Commit(committable: 11).Text);
    }

    [Fact]
    public void Suspect_that_ended_well_is_not_counted_any_more()
    {
        CrashMark two = new(13, null, [new CrashCount(10, 2, Noon), new CrashCount(11, 1, Noon)]);
        _offsets.Restore(10, "x", two);
        _offsets.Accuse(10);
        _offsets.End(isWell: true);

        Assert.Equal(0, _offsets.CountOf(10).Crashes);
        Assert.Equal(1, _offsets.CountOf(11).Crashes);
    }

    [Fact]
    public void Suspect_that_threw_is_still_counted()
    {
        _offsets.Restore(10, "x", new CrashMark(13, null, [new CrashCount(10, 2, Noon)]));
        _offsets.Accuse(10);
        _offsets.End(isWell: false);

        Assert.Equal(2, _offsets.CountOf(10).Crashes);
    }

    [Fact]
    public void Last_suspect_is_one_while_it_runs_and_none_when_the_broker_has_what_is_behind_it()
    {
        _offsets.Restore(12, "x", new CrashMark(13, null, []));
        _offsets.Accuse(12);
        Assert.Equal("kafka-dlq-crash/1 reach=13 alone=12", Commit(committable: null).Text);
        _offsets.End(isWell: true);

        Assert.Equal("", Commit(committable: 13).Text);
        Assert.False(_offsets.HasSuspects);
    }

    [Fact]
    public void Revoke_of_a_healthy_partition_leaves_no_mark()
    {
        Begin(10, 14);
        _offsets.Revoke();

        Assert.Equal("", Commit(committable: 12).Text);
    }

    [Theory]
    [InlineData(false, "kafka-dlq-crash/1 reach=13 crashes=12:1:1795608000")]
    [InlineData(true, "kafka-dlq-crash/1 reach=13 crashes=12:1:1795608000")]
    public void Revoke_leaves_suspects_to_the_next_owner_and_accuses_none(bool isRunning, string expected)
    {
        _offsets.Restore(10, "x", new CrashMark(13, null, [new CrashCount(12, 1, Noon)]));
        _offsets.Accuse(10);
        if (!isRunning)
        {
            _offsets.End(isWell: false);
        }

        _offsets.Revoke();

        Assert.Equal(expected, Commit(committable: null).Text);
    }

    [Fact]
    public void Stop_clears_everything()
    {
        _offsets.Restore(10, "x", new CrashMark(13, null, [new CrashCount(12, 1, Noon)]));
        _offsets.Stop();
        _offsets.Revoke();

        Assert.Equal("", Commit(committable: 11).Text);
    }

    [Fact]
    public void Behind_the_committed_offset_nothing_has_to_be_told()
    {
        Begin(10, 14);
        Commit(committable: 500);
        _offsets.Extend(40, 44);

        Assert.Null(_offsets.Pending(committable: 500));
        Assert.True(_offsets.TryBegin(44));
    }

    [Fact]
    public void Commit_without_an_answer_may_have_arrived_so_nothing_runs_until_another_has()
    {
        Begin(10, 14);
        _offsets.End(isWell: false);
        _offsets.RetractWhenQuiet();
        _offsets.RetractWhenQuiet();
        Assert.Equal("", _offsets.Pending(12)!.Text);

        _offsets.Extend(12, 14);
        Assert.False(_offsets.TryBegin(14));
        Commit(committable: 12);
        Assert.True(_offsets.TryBegin(14));
    }

    [Fact]
    public void Suspect_does_not_run_on_the_word_of_a_commit_that_another_may_have_replaced()
    {
        _offsets.Restore(10, "kafka-dlq-crash/1 reach=13", new CrashMark(13, null, []));
        _offsets.Accuse(10);
        Commit(committable: null);
        _offsets.End(isWell: false);
        _offsets.Pending(committable: null);

        _offsets.Accuse(10);

        Assert.False(_offsets.IsAlone(10));
        Commit(committable: null);
        Assert.True(_offsets.IsAlone(10));
    }

    private void Begin(long first, long last)
    {
        _offsets.Restore(first, "", CrashMark.None);
        _offsets.Extend(first, last);
        Commit(committable: null);
        Assert.True(_offsets.TryBegin(last));
    }

    private MarkedCommit Commit(long? committable)
    {
        MarkedCommit commit = _offsets.Pending(committable)!;
        Assert.NotNull(commit);
        _offsets.Committed(commit);
        return commit;
    }
}
