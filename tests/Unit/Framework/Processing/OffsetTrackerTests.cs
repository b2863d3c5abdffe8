using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class OffsetTrackerTests
{
    private readonly OffsetTracker _offsets = new();

    [Fact]
    public void Nothing_is_known_before_the_first_record()
    {
        Assert.Null(_offsets.Cursor);
        Assert.Null(_offsets.Committable);
        Assert.Null(_offsets.Uncommitted);
    }

    [Fact]
    public void Cursor_begins_at_the_first_record_and_a_later_one_does_not_move_it()
    {
        _offsets.Begin(7);
        _offsets.Begin(20);

        Assert.Equal(7, _offsets.Cursor);
        Assert.Null(_offsets.Committable);
    }

    [Fact]
    public void Mark_stores_the_next_offset_and_moves_the_cursor_there()
    {
        _offsets.Begin(0);

        Assert.True(_offsets.Mark(4));

        Assert.Equal((5L, 5L, 5L), (_offsets.Cursor!.Value, _offsets.Committable!.Value, _offsets.Uncommitted!.Value));
    }

    [Fact]
    public void Marking_an_older_offset_moves_everything_back()
    {
        _offsets.Mark(9);

        Assert.True(_offsets.Mark(3));

        Assert.Equal(4, _offsets.Cursor);
        Assert.Equal(4, _offsets.Committable);
    }

    [Fact]
    public void What_the_broker_has_is_not_committed_again_until_it_changes()
    {
        _offsets.Mark(4);
        _offsets.Committed(5);
        Assert.Null(_offsets.Uncommitted);

        _offsets.Mark(2);
        Assert.Equal(3, _offsets.Uncommitted);
    }

    [Fact]
    public void A_mark_during_a_commit_stays_to_be_committed()
    {
        _offsets.Mark(4);
        long onItsWay = _offsets.Uncommitted!.Value;
        _offsets.Mark(5);
        _offsets.Committed(onItsWay);

        Assert.Equal(6, _offsets.Uncommitted);
    }

    [Fact]
    public void Moving_the_cursor_stores_nothing()
    {
        _offsets.Mark(4);
        _offsets.MoveCursor(2);

        Assert.Equal(2, _offsets.Cursor);
        Assert.Equal(5, _offsets.Committable);
    }

    [Fact]
    public void A_cursor_moved_to_nowhere_is_set_by_the_next_record()
    {
        _offsets.Begin(4);
        _offsets.MoveCursor(null);
        _offsets.Begin(90);

        Assert.Equal(90, _offsets.Cursor);
    }

    [Fact]
    public void A_letter_on_its_way_holds_commits_at_its_offset_and_the_cursor_goes_on()
    {
        _offsets.Hold(3);
        _offsets.Mark(3);
        _offsets.Mark(8);
        Assert.Equal(3, _offsets.Committable);
        Assert.Equal(9, _offsets.Cursor);

        _offsets.Release(3);
        Assert.Equal(9, _offsets.Committable);
    }

    [Fact]
    public void The_lowest_of_several_letters_holds_whatever_is_acknowledged_first()
    {
        _offsets.Hold(3);
        _offsets.Hold(6);
        _offsets.Mark(8);

        _offsets.Release(6);
        Assert.Equal(3, _offsets.Committable);

        _offsets.Hold(7);
        _offsets.Release(3);
        Assert.Equal(7, _offsets.Committable);
    }

    [Fact]
    public void Two_letters_of_one_offset_hold_until_both_are_acknowledged()
    {
        _offsets.Hold(3);
        _offsets.Hold(3);
        _offsets.Mark(8);

        _offsets.Release(3);
        Assert.Equal(3, _offsets.Committable);

        _offsets.Release(3);
        Assert.Equal(9, _offsets.Committable);
    }

    [Fact]
    public void A_letter_beyond_what_is_marked_does_not_move_commits_forward()
    {
        _offsets.Mark(2);
        _offsets.Hold(6);

        Assert.Equal(3, _offsets.Committable);
    }

    [Fact]
    public void A_letter_before_the_first_mark_gives_nothing_to_commit()
    {
        _offsets.Hold(3);

        Assert.Null(_offsets.Committable);
    }

    [Fact]
    public void After_the_end_marks_are_refused_and_what_was_marked_can_still_be_committed()
    {
        _offsets.Mark(4);
        _offsets.Close();

        Assert.False(_offsets.Mark(9));

        Assert.Equal(5, _offsets.Cursor);
        Assert.Equal(5, _offsets.Uncommitted);
    }

    [Fact]
    public void What_an_older_mark_takes_back_is_known_until_the_cursor_goes_there()
    {
        OffsetTracker offsets = new();
        offsets.Begin(0);
        offsets.Mark(9);
        Assert.Null(offsets.TakenBackBefore(15));

        offsets.Mark(4);
        Assert.Equal(5, offsets.TakenBackBefore(15));
        Assert.Null(offsets.TakenBackBefore(5));

        offsets.MoveCursor(5);
        Assert.Null(offsets.TakenBackBefore(15));
    }

    [Fact]
    public async Task A_transaction_waits_until_nothing_is_held()
    {
        OffsetTracker offsets = new();
        Assert.True(offsets.WaitUntilFreeAsync(CancellationToken.None).IsCompletedSuccessfully);
        offsets.Hold(10);
        offsets.Hold(10);
        offsets.Hold(11);
        Task free = offsets.WaitUntilFreeAsync(CancellationToken.None);

        offsets.Release(10);
        offsets.Release(11);
        Assert.False(free.IsCompleted);

        offsets.Release(10);
        await free;
    }

    [Fact]
    public async Task The_wait_for_what_is_held_ends_with_the_assignment()
    {
        using CancellationTokenSource ending = new();
        OffsetTracker offsets = new();
        offsets.Hold(10);
        Task free = offsets.WaitUntilFreeAsync(ending.Token);

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => free);
    }

    [Fact]
    public void During_a_transaction_nothing_else_is_committed()
    {
        OffsetTracker offsets = new();
        offsets.Begin(10);
        offsets.Mark(11);
        offsets.Freeze();

        Assert.Null(offsets.Uncommitted);
        Assert.False(offsets.Thawed.IsCompleted);

        offsets.Thaw(isInDoubt: false);
        Assert.Equal(12, offsets.Uncommitted);
        Assert.True(offsets.Thawed.IsCompleted);
    }

    [Fact]
    public void What_a_transaction_committed_is_the_cursor_and_needs_no_other_commit()
    {
        OffsetTracker offsets = new();
        offsets.Begin(10);
        offsets.Freeze();
        offsets.ThawCommitted(13);

        Assert.Equal(13, offsets.Cursor);
        Assert.Null(offsets.Uncommitted);
        Assert.False(offsets.IsBeyondCommitted(13));
        Assert.True(offsets.IsBeyondCommitted(14));
    }

    [Fact]
    public void A_transaction_in_doubt_ends_the_commits_of_the_assignment()
    {
        OffsetTracker offsets = new();
        offsets.Begin(10);
        offsets.Mark(11);
        offsets.Freeze();
        offsets.Thaw(isInDoubt: true);

        Assert.Null(offsets.Uncommitted);
    }
}
