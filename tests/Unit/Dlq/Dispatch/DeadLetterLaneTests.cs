using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class DeadLetterLaneTests
{
    private readonly DeadLetterLane _lane = new(2);

    [Fact]
    public void An_empty_lane_has_room_and_does_not_hold()
    {
        Assert.True(_lane.WaitForRoomAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        Assert.Equal(0, _lane.Outstanding);
        Assert.False(_lane.IsHolding);
    }

    [Fact]
    public async Task A_full_lane_has_room_again_when_a_letter_leaves()
    {
        LaneTurn first = _lane.Enter();
        _lane.Enter();
        Task room = _lane.WaitForRoomAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, _lane.Outstanding);
        Assert.False(room.IsCompleted);

        _lane.Leave(first);

        await room.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, _lane.Outstanding);
    }

    [Fact]
    public async Task A_holding_lane_has_no_room_until_the_failing_letter_leaves()
    {
        LaneTurn failing = _lane.Enter();
        _lane.Hold(failing);
        _lane.Hold(failing);
        Task room = _lane.WaitForRoomAsync(TestContext.Current.CancellationToken);
        Assert.True(_lane.IsHolding);
        Assert.False(room.IsCompleted);

        _lane.Leave(failing);

        await room.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(_lane.IsHolding);
    }

    [Fact]
    public async Task A_letter_is_waited_for_until_the_producer_took_it_and_no_longer()
    {
        Assert.True(_lane.WaitUntilTakenAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        LaneTurn letter = _lane.Enter();
        Task taken = _lane.WaitUntilTakenAsync(TestContext.Current.CancellationToken);
        Assert.False(taken.IsCompleted);

        _lane.Pass(letter);

        await taken.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, _lane.Outstanding);
    }

    [Fact]
    public async Task Waiting_for_room_can_be_cancelled()
    {
        using CancellationTokenSource source = new();
        _lane.Hold(_lane.Enter());
        Task room = _lane.WaitForRoomAsync(source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room);
    }

    [Fact]
    public async Task A_letter_waits_until_its_predecessor_has_passed()
    {
        LaneTurn first = _lane.Enter();
        LaneTurn second = _lane.Enter();
        Task turn = Turn(second);
        Assert.True(Turn(first).IsCompletedSuccessfully);
        Assert.False(turn.IsCompleted);

        _lane.Pass(first);

        await turn.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_letter_behind_one_that_is_given_up_before_it_passed_may_go()
    {
        LaneTurn[] turns = [_lane.Enter(), _lane.Enter(), _lane.Enter()];
        _lane.Pass(turns[0]);
        Task turn = Turn(turns[2]);
        Assert.False(turn.IsCompleted);

        _lane.Leave(turns[1]);

        await turn.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_letter_behind_a_failing_one_waits_until_that_leaves()
    {
        LaneTurn failing = _lane.Enter();
        LaneTurn passed = _lane.Enter();
        _lane.Pass(failing);
        _lane.Pass(passed);
        _lane.Hold(failing);
        Task turn = Turn(_lane.Enter());
        Assert.False(turn.IsCompleted);

        _lane.Leave(failing);

        await turn.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_failing_letter_waits_until_all_its_predecessors_left()
    {
        LaneTurn[] turns = [_lane.Enter(), _lane.Enter(), _lane.Enter()];
        Array.ForEach(turns, _lane.Pass);
        _lane.Hold(turns[2]);
        Task turn = Turn(turns[2]);

        _lane.Leave(turns[1]);
        Assert.False(turn.IsCompleted);
        _lane.Leave(turns[0]);

        await turn.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_lane_that_holds_nothing_is_refused(int bound) => Assert.Throws<ArgumentOutOfRangeException>(() => new DeadLetterLane(bound));

    private Task Turn(LaneTurn turn) => _lane.WaitForTurnAsync(turn, TestContext.Current.CancellationToken);
}
