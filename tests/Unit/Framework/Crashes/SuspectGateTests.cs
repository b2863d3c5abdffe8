using Kafka.Dlq.Crashes;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Crashes;

public sealed class SuspectGateTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Pump _pump = new();
    private readonly SuspectGate _gate;

    public SuspectGateTests() => _gate = new SuspectGate(_time);

    [Fact]
    public void Runs_go_on_beside_one_another()
    {
        Assert.True(_gate.TryEnter());
        Assert.True(_gate.TryEnter());
    }

    [Fact]
    public void Suspect_waits_for_what_runs_and_others_wait_for_it()
    {
        _gate.TryEnter();
        Task<SuspectTurn> suspect = Alone();
        Assert.False(_gate.TryEnter());
        Task other = _pump.Run(() => _gate.EnterAsync(CancellationToken.None));
        Assert.False(suspect.IsCompleted);

        _pump.Run(_gate.Leave);
        Assert.True(suspect.IsCompletedSuccessfully);
        Assert.False(other.IsCompleted);

        _pump.Run(() => PartitionScene.Result(suspect).Dispose());
        Assert.True(other.IsCompletedSuccessfully);
        Assert.True(_gate.TryEnter());
    }

    [Fact]
    public void Others_come_between_two_suspects()
    {
        Task<SuspectTurn> first = Alone();
        Task other = _pump.Run(() => _gate.EnterAsync(CancellationToken.None));
        Task<SuspectTurn> second = Alone();

        _pump.Run(() => PartitionScene.Result(first).Dispose());

        Assert.True(other.IsCompletedSuccessfully);
        Assert.False(second.IsCompleted);
        _pump.Run(_gate.Leave);
        Assert.True(second.IsCompletedSuccessfully);
    }

    [Fact]
    public void Run_that_never_ends_is_not_waited_for_without_an_end()
    {
        _gate.TryEnter();
        Task<SuspectTurn> suspect = Alone();

        _pump.Run(() => _time.Advance(SuspectGate.Longest));

        Assert.True(suspect.IsCompletedSuccessfully);
    }

    [Fact]
    public void Suspect_that_never_ends_holds_its_own_partition_only()
    {
        Task<SuspectTurn> suspect = Alone();
        Task other = _pump.Run(() => _gate.EnterAsync(CancellationToken.None));

        _pump.Run(() => _time.Advance(SuspectGate.Longest));

        Assert.True(other.IsCompletedSuccessfully);
        _pump.Run(() => PartitionScene.Result(suspect).Dispose());
        Assert.True(_gate.TryEnter());
    }

    [Fact]
    public void Who_waits_no_longer_takes_no_place()
    {
        using CancellationTokenSource ending = new();
        Task<SuspectTurn> suspect = Alone();
        Task gone = _pump.Run(() => _gate.EnterAsync(ending.Token));
        Task<SuspectTurn> alsoGone = _pump.Run(() => _gate.EnterAloneAsync(ending.Token));
        _pump.Run(ending.Cancel);
        Assert.True(gone.IsCanceled);
        Assert.True(alsoGone.IsCanceled);

        _pump.Run(() => PartitionScene.Result(suspect).Dispose());

        Assert.True(Alone().IsCompletedSuccessfully);
    }

    [Fact]
    public void Suspect_that_waits_no_longer_opens_the_gate_again()
    {
        using CancellationTokenSource ending = new();
        _gate.TryEnter();
        Task<SuspectTurn> suspect = _pump.Run(() => _gate.EnterAloneAsync(ending.Token));

        _pump.Run(ending.Cancel);

        Assert.True(suspect.IsCanceled);
        Assert.True(_gate.TryEnter());
    }

    private Task<SuspectTurn> Alone() => _pump.Run(() => _gate.EnterAloneAsync(CancellationToken.None));
}
