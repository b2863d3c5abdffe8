using Kafka.Dlq.Tests.Simulation.Checks;
using Kafka.Dlq.Tests.Simulation.Cluster;
using Kafka.Dlq.Tests.Simulation.Hosts;
using Kafka.Dlq.Tests.Simulation.Scheduling;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>What all parts of one run share.</summary>
internal sealed class World
{
    private readonly StringBuilder? _trace;

    public World(int seed, Mutation mutation, bool isTraced)
    {
        _trace = isTraced ? new StringBuilder() : null;
        Mutation = mutation;
        Random = new Random(seed);
        Scheduler = new Scheduler(Random, Verdict);
        Outside = new SimulatedProcess(Scheduler, "outside");
        Scenario = new Scenario(Random, new Random(~seed));
        Ledger = new Ledger(this);
        Cluster = new FakeCluster(this);
        Judgement = new Judgement(this);
    }

    public Mutation Mutation { get; }

    public Random Random { get; }

    public Verdict Verdict { get; } = new();

    public Scheduler Scheduler { get; }

    /// <summary>Brokers, network and operators.</summary>
    public SimulatedProcess Outside { get; }

    public Scenario Scenario { get; }

    public Ledger Ledger { get; }

    public FakeCluster Cluster { get; }

    /// <summary>What occurred in this run.</summary>
    public Sightings Sightings { get; } = new();

    /// <summary>The strategy of all hosts, where the scenario has one.</summary>
    public Judgement Judgement { get; }

    /// <summary>Kills a host that is at work, and starts another later.</summary>
    public Action<Host> Kill { get; set; } = _ => { };

    /// <summary>From now on nothing fails by chance.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>How many outages of the dead letter topics go on now.</summary>
    public int Outages { get; set; }

    public bool AreLettersAway => Outages > 0 && !IsQuiet;

    public bool IsTraced => _trace is not null;

    public string Trace => _trace?.ToString() ?? "";

    public bool Happens(double rate) => rate > 0 && Random.NextDouble() < rate && !IsQuiet;

    public TimeSpan Within(TimeSpan most) => TimeSpan.FromTicks((long)(Random.NextDouble() * most.Ticks));

    public TimeSpan Within(int milliseconds) => Within(TimeSpan.FromMilliseconds(milliseconds));

    public void Note(string who, [InterpolatedStringHandlerArgument("")] ref NoteText what) =>
        _trace?.Append(CultureInfo.InvariantCulture, $"{TimeSpan.FromTicks(Scheduler.Now - Scheduler.Start).TotalMilliseconds,10:0.0} {who,-8} ").AppendLine(what.Take());

    public void Fail(string violation)
    {
        Note("FAIL", $"{violation}");
        Verdict.Fail($"at {TimeSpan.FromTicks(Scheduler.Now - Scheduler.Start).TotalSeconds:0.000} s: {violation}");
    }
}
