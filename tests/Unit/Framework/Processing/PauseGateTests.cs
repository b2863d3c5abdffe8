using Kafka.Dlq.Consuming;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class PauseGateTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Pump _pump = new();
    private readonly PauseGate _gate;

    public PauseGateTests() => _gate = new PauseGate(_time);

    [Fact]
    public async Task It_holds_for_the_duration()
    {
        Task<PauseRequest> hold = Hold(Pause(10, offset: 3));
        Advance(9);
        Assert.False(hold.IsCompleted);

        Advance(1);

        Assert.True(hold.IsCompleted);
        Assert.Equal(Pause(10, offset: 3), await hold);
    }

    [Fact]
    public void No_time_is_no_wait() => Assert.True(Hold(Pause(0)).IsCompletedSuccessfully);

    [Fact]
    public async Task A_later_pause_replaces_an_earlier_one_and_its_time_begins_anew()
    {
        Task<PauseRequest> hold = Hold(Pause(10, offset: 3));
        Advance(8);

        _pump.Run(() => Assert.True(Replace(Pause(5, offset: 7))));
        Advance(4);
        Assert.False(hold.IsCompleted);
        Advance(1);

        Assert.True(hold.IsCompleted);
        Assert.Equal(Pause(5, offset: 7), await hold);
    }

    [Fact]
    public async Task A_later_shorter_pause_does_not_wait_for_the_earlier_ones_end()
    {
        Task<PauseRequest> hold = Hold(Pause(1_000));

        _pump.Run(() => Replace(Pause(1)));
        Advance(1);

        Assert.True(hold.IsCompleted);
        await hold;
    }

    [Fact]
    public async Task A_later_pause_without_an_offset_keeps_the_earlier_ones()
    {
        Task<PauseRequest> hold = Hold(Pause(10, offset: 3));

        _pump.Run(() => Replace(Pause(5)));
        Advance(5);

        Assert.True(hold.IsCompleted);
        Assert.Equal(3, (await hold).Offset);
    }

    [Fact]
    public async Task Opening_ends_it_at_once_and_keeps_where_to_go_on()
    {
        Task<PauseRequest> hold = Hold(Pause(10, offset: 3));

        _pump.Run(() => _gate.Open(coming: null));

        Assert.True(hold.IsCompleted);
        Assert.Equal(3, (await hold).Offset);
    }

    [Fact]
    public void Without_a_pause_there_is_nothing_to_replace()
    {
        Assert.False(Replace(Pause(5)));

        Hold(Pause(0));

        Assert.False(Replace(Pause(5)));
    }

    [Fact]
    public async Task An_opening_before_the_pause_does_not_shorten_it()
    {
        _gate.Open(coming: null);

        Task<PauseRequest> hold = Hold(Pause(10));
        Assert.False(hold.IsCompleted);
        Advance(10);

        await hold;
    }

    [Fact]
    public void Cancellation_ends_it_and_leaves_no_pause_behind()
    {
        using CancellationTokenSource stop = new();
        Task<PauseRequest> hold = HoldUntil(Pause(10), stop.Token);

        _pump.Run(stop.Cancel);

        Assert.True(hold.IsCanceled);
        Assert.False(Replace(Pause(5)));
    }

    [Fact]
    public async Task A_pause_longer_than_a_timer_can_run_holds_all_the_same()
    {
        Task<PauseRequest> hold = Hold(new PauseRequest(TimeSpan.FromDays(100), Offset: null));
        Assert.False(hold.IsCompleted);

        for (int day = 0; day < 99; day++)
        {
            _pump.Run(() => _time.Advance(TimeSpan.FromDays(1)));
        }

        Assert.False(hold.IsCompleted);
        _pump.Run(() => _time.Advance(TimeSpan.FromDays(1)));
        Assert.True(hold.IsCompleted);
        await hold;
    }

    [Fact]
    public void A_pause_that_was_asked_for_and_has_not_begun_is_replaced_too()
    {
        PauseSlot coming = new() { Asked = Pause(1_000, offset: 3) };

        Assert.True(_gate.TryReplace(Pause(1), coming));

        Assert.Equal(Pause(1, offset: 3), _gate.Begin(coming));
        Assert.Null(coming.Asked);
    }

    [Fact]
    public void A_pause_that_was_asked_for_and_has_not_begun_is_taken_back()
    {
        PauseSlot coming = new() { Asked = Pause(1_000) };

        _gate.Open(coming);

        Assert.Null(_gate.Begin(coming));
        Assert.False(_gate.TryReplace(Pause(1), coming));
    }

    [Fact]
    public async Task A_replacement_counts_although_the_gate_was_opened_before_anybody_waited()
    {
        PauseRequest begun = _gate.Begin(new PauseSlot { Asked = Pause(1_000, offset: 3) })!;
        Replace(Pause(500, offset: 7));
        _gate.Open(coming: null);

        Assert.Equal(Pause(500, offset: 7), await _gate.HoldAsync(begun, CancellationToken.None));
    }

    private bool Replace(PauseRequest pause) => _gate.TryReplace(pause, coming: null);

    private Task<PauseRequest> Hold(PauseRequest pause) => HoldUntil(pause, CancellationToken.None);

    private Task<PauseRequest> HoldUntil(PauseRequest pause, CancellationToken cancellationToken) =>
        _pump.Run(() => _gate.HoldAsync(_gate.Begin(new PauseSlot { Asked = pause })!, cancellationToken));

    private void Advance(int seconds) => _pump.Run(() => _time.Advance(TimeSpan.FromSeconds(seconds)));

    private static PauseRequest Pause(int seconds, long? offset = null) => new(TimeSpan.FromSeconds(seconds), offset is { } at ? new Confluent.Kafka.Offset(at) : null);
}
