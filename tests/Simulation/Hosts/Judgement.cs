using Kafka.Dlq.Tests.Simulation.Cluster;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>A strategy as a user would write it, who now and then answers nonsense or throws. Checks what it is told.</summary>
internal sealed class Judgement(World world) : IRecoveryStrategy
{
    private const double Moods = 0.4;

    private readonly HashSet<FakeRecord> _skipped = [];
    private readonly HashSet<Exception> _stopping = [];

    public RecoveryAction Decide(MessageFailure failure)
    {
        FakeRecord record = world.Ledger.Find((Message)failure.Message);
        if (failure.Attempt < 1 || failure.Errors.Count is 0 or > 100 || failure.Errors[^1] != failure.Error || failure.Elapsed < TimeSpan.Zero)
        {
            world.Fail($"a strategy was told of {record.Place}: {failure}");
        }

        if (failure.Error is CriticalConsumerException)
        {
            world.Fail($"a strategy was asked about {record.Place}, whose error is critical");
        }

        RecoveryAction? answer = world.Happens(Moods) ? Moody() : failure.Usual;
        world.Note("strategy", $"answers {answer?.ToString() ?? "null"} for {record.Place}");
        if (answer is RecoveryAction.Skip)
        {
            _skipped.Add(record);
        }
        else if (answer is RecoveryAction.Stop)
        {
            _stopping.Add(failure.Error);
        }

        return answer!;
    }

    /// <summary>Whether it ever said that a record is to be skipped.</summary>
    public bool HasSkipped(FakeRecord record) => _skipped.Contains(record);

    /// <summary>Whether it said that the host is to stop after an error.</summary>
    public bool HasStoppedFor(Exception error) => _stopping.Contains(error);

    private RecoveryAction? Moody() => world.Random.Next(10) switch
    {
        0 => throw new InvalidOperationException("simulated failure of a strategy"),
        1 => null,
        2 => new RecoveryAction.DeadLetter("elsewhere"),
        3 => new RecoveryAction.DeadLetter(Scenario.Spare),
        4 => new RecoveryAction.DeadLetter(),
        5 => new RecoveryAction.Skip(),
        6 => new RecoveryAction.Hold(world.Within(1_000)),
        7 when world.Random.Next(3) == 0 => new RecoveryAction.Stop(),
        8 when world.Random.Next(3) == 0 => new RecoveryAction.Hold(),
        _ => new RecoveryAction.Retry(world.Within(500)),
    };
}
