using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Simulation.Hosts;

namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>What one seed decides before anything runs: settings, sizes and how rough it gets.</summary>
internal sealed class Scenario
{
    public const string Topic = "orders";

    /// <summary>A dead letter topic that only a strategy names.</summary>
    public const string Spare = "orders.spare";

    private static readonly double[] Rates = [0, 0.05, 0.2];

    private SubscriptionGroupRoute? _route;

    /// <param name="random">Decides.</param>
    /// <param name="more">Decides what was added later, so that the seeds of before stay what they were.</param>
    public Scenario(Random random, Random more)
    {
        Partitions = random.Next(1, 5);
        RecordsEach = random.Next(2, 25);
        Hosts = random.Next(1, 4);
        Consumer = (ConsumerKind)random.Next(3);
        IsManual = random.Next(4) == 0;
        Queue = random.Next(10) == 0 ? null : DrawQueue(random);
        MaxMessages = random.Next(1, 9);
        MaxWait = Choose(random, TimeSpan.Zero, TimeSpan.Zero, Milliseconds(40));
        CommitInterval = Choose(random, Milliseconds(20), Milliseconds(300), Seconds(5));
        CommitTimeout = Choose(random, Milliseconds(300), Seconds(5));
        ShutdownTimeout = Choose(random, TimeSpan.Zero, Milliseconds(200), Seconds(5));
        Pause = new PauseOptions { Timeout = Choose(random, TimeSpan.Zero, Milliseconds(20), Milliseconds(200)), MaxTimeout = Milliseconds(800), ExponentialBackoff = random.Next(2) == 0, Jitter = random.Next(2) / 2.0 };
        IsPersistent = random.Next(4) != 0;
        IsToldEnds = random.Next(3) == 0;
        Limits = random.Next(2) == 0 ? null : new BufferLimits(random.Next(2, 8), 1, long.MaxValue, long.MaxValue);
        TargetPartitions = random.Next(1, 4);
        Letters = DrawLetters(random);
        FailureRate = random.NextDouble() * 0.4;
        FaultRate = Choose(random, Rates);
        VerbRate = Choose(random, Rates);
        SlowRate = Choose(random, Rates);
        Unrest = Seconds(random.Next(1, 8));
        Upheavals = random.Next(0, 8);
        Delay = random.Next(3) == 0 ? Milliseconds(random.Next(0, 1_500)) : null;
        TimeLimit = random.Next(4) == 0 ? Milliseconds(random.Next(300, 2_500)) : null;
        HasStrategy = Queue is not null && random.Next(3) == 0;
        if (Queue is not null && random.Next(6) == 0)
        {
            Queue = Queue with { Topic = null, IsNone = true };
        }

        if (Queue is not null && Consumer != ConsumerKind.Messages && random.Next(2) == 0)
        {
            // A whole batch may hold the last record, and what is given up unmarked there nothing would ever mark.
            Isolation isolation = (Isolation)random.Next(3);
            Queue = Queue with { Isolation = isolation, MarkAfterDispatch = isolation == Isolation.WholeBatch ? true : Queue.MarkAfterDispatch };
        }

        if (Queue is not null && random.Next(4) == 0)
        {
            Queue = Queue with { MaxRetries = int.MaxValue, RetryFor = Milliseconds(random.Next(1, 1_500)) };
        }

        Concurrency = Choose(random, 1, 2, Partitions);
        HasCriticalErrors = random.Next(4) == 0;
        if (Queue is { IsNone: false } && more.Next(3) == 0)
        {
            Queue = Queue with { WhenUnavailable = UnavailablePolicy.Spool };
            Outages = more.Next(4);
        }

        if (Queue is not null && more.Next(3) == 0)
        {
            // A killer that is given up unmarked comes again with each assignment, and nothing would ever mark it behind the last record.
            Queue = Queue with { MaxCrashes = more.Next(2, 4), MarkAfterDispatch = true };
            KillerRate = more.Next(3) * 0.03;
            KillerSeed = more.Next();
        }

        if (Queue is { IsNone: false, WhenUnavailable: UnavailablePolicy.Hold, MaxCrashes: null } && !IsManual && more.Next(2) == 0)
        {
            Queue = Queue with { IsTransactional = true, MarkAfterDispatch = null };
        }
    }

    public int Partitions { get; }

    public int RecordsEach { get; }

    public int Hosts { get; }

    public ConsumerKind Consumer { get; }

    public bool IsManual { get; }

    public DeadLetterQueueSettings? Queue { get; }

    /// <summary>Whether a strategy decides about failures.</summary>
    public bool HasStrategy { get; }

    /// <summary>How long after its timestamp a record may be handled; null for at once.</summary>
    public TimeSpan? Delay { get; }

    /// <summary>How long a message or a run may take, or null.</summary>
    public TimeSpan? TimeLimit { get; }

    public int MaxMessages { get; }

    public TimeSpan MaxWait { get; }

    public TimeSpan CommitInterval { get; }

    public TimeSpan CommitTimeout { get; }

    public TimeSpan ShutdownTimeout { get; }

    public PauseOptions Pause { get; }

    public bool IsPersistent { get; }

    public bool IsToldEnds { get; }

    public BufferLimits? Limits { get; }

    public int TargetPartitions { get; }

    public DeadLetterOptions Letters { get; }

    /// <summary>The share of messages that fail.</summary>
    public double FailureRate { get; }

    /// <summary>The share of good messages during which the process dies.</summary>
    public double KillerRate { get; }

    /// <summary>Decides which.</summary>
    public int KillerSeed { get; }

    /// <summary>Whether processes are guarded against messages that kill them.</summary>
    public bool IsGuarded => Queue is { MaxCrashes: not null };

    /// <summary>How often the client, the producer and the broker fail.</summary>
    public double FaultRate { get; }

    /// <summary>How often a consumer pauses, seeks, marks or dispatches by itself.</summary>
    public double VerbRate { get; }

    /// <summary>How often a handler takes seconds.</summary>
    public double SlowRate { get; }

    /// <summary>How long faults and rebalances go on.</summary>
    public TimeSpan Unrest { get; }

    /// <summary>How many times hosts come, go, freeze or lose their partitions.</summary>
    public int Upheavals { get; }

    /// <summary>Whether letters that their topic cannot take are spooled.</summary>
    public bool HasSpool => Queue is { WhenUnavailable: UnavailablePolicy.Spool };

    /// <summary>How many times the dead letter topics are away.</summary>
    public int Outages { get; }

    /// <summary>How many consumers of a host may run at the same time.</summary>
    public int Concurrency { get; }

    /// <summary>Whether some messages fail in a way that asks the host to stop.</summary>
    public bool HasCriticalErrors { get; }

    /// <summary>The route, made once for all hosts of the run.</summary>
    public SubscriptionGroupRoute RouteIn(World world) =>
        _route ??= new RoutesBuilder().Draw(draw => draw.Topic(Topic, topic => Configure(topic, world.Judgement))).Build(new RouteDefaults { GroupId = "shop" }).Groups[0].SubscriptionGroups[0];

    public override string ToString() =>
        $"{Hosts} host(s), {Partitions} partition(s) of {RecordsEach}, {Consumer}, manual {IsManual}, max messages {MaxMessages}, commit every {CommitInterval.TotalSeconds} s, "
        + $"pause {Pause.Timeout.TotalSeconds} s, unrest {Unrest.TotalSeconds} s, {Upheavals} upheaval(s), faults {FaultRate}, verbs {VerbRate}, delay {Delay?.TotalSeconds ?? 0} s, strategy {HasStrategy}, limit {TimeLimit?.TotalSeconds} s, "
        + $"{Concurrency} at a time, critical errors {HasCriticalErrors}, outages {Outages}, killers {KillerRate}, {Queue?.ToString() ?? "no queue"}";

    private void Configure(TopicBuilder topic, Judgement strategy)
    {
        topic.ConsumerType(Consumer == ConsumerKind.Messages ? typeof(MessageHandler) : typeof(BatchHandler))
            .MaxMessages(MaxMessages)
            .MaxWaitTime(MaxWait)
            .ManualOffsetManagement(IsManual)
            .ConsumerPersistence(IsPersistent)
            .Eofed(IsToldEnds)
            .Pause(Pause);
        if (Delay is { } delay)
        {
            topic.DelayBy(delay);
        }

        if (TimeLimit is { } limit)
        {
            topic.Timeout(limit);
        }

        if (Queue is not null)
        {
            topic.Set(HasStrategy ? Queue with { Strategy = strategy, FurtherTargets = [new DeadLetterTarget(Spare, "Targets")] } : Queue);
        }
    }

    private static DeadLetterQueueSettings DrawQueue(Random random) => new(
        "orders.dlq",
        random.Next(4),
        random.Next(2) == 0,
        (DispatchMethod)random.Next(2),
        (MarkingMethod)random.Next(2),
        Choose<bool?>(random, null, true, false));

    private static DeadLetterOptions DrawLetters(Random random) => new()
    {
        DispatchTimeout = Choose(random, Milliseconds(200), Seconds(2)),
        Backoff = new PauseOptions { Timeout = Milliseconds(random.Next(1, 200)), MaxTimeout = Seconds(1) },
        MaxOutstanding = random.Next(1, 6),
        StackTraceLimit = 0,
    };

    private static T Choose<T>(Random random, params ReadOnlySpan<T> from) => from[random.Next(from.Length)];

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);
}
