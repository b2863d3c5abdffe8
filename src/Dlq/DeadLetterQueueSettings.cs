using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq;

/// <summary>A topic's dead letter queue, as the verb <c>DeadLetterQueue</c> set it.</summary>
/// <param name="Topic">The queue's own dead letter topic; null only with <see cref="IsNone"/>.</param>
/// <param name="MaxRetries">How often a failing message is run again before it is given up; 0 gives it up after the first failure.</param>
/// <param name="Independent">Whether each message has its own count of runs.</param>
/// <param name="DispatchMethod">Whether the partition waits for the broker's acknowledgement.</param>
/// <param name="MarkingMethod">How the message is marked after its dispatch.</param>
/// <param name="MarkAfterDispatch">Whether the message is marked after its dispatch; null leaves it to <see cref="MarksAfterDispatch"/>.</param>
/// <param name="Cluster">The named cluster that the dead letter topics live in; null for the cluster that is read from.</param>
public sealed record DeadLetterQueueSettings(
    string? Topic,
    int MaxRetries = 3,
    bool Independent = false,
    DispatchMethod DispatchMethod = DispatchMethod.ProduceAsync,
    MarkingMethod MarkingMethod = MarkingMethod.MarkAsConsumed,
    bool? MarkAfterDispatch = null,
    string? Cluster = null) : ICompanionFeature
{
    /// <inheritdoc />
    public string Verb => "DeadLetterQueue";

    /// <summary>The queue that was attached, where it was declared as an object; null where its topic was only named.</summary>
    public DeadLetterTopic? Queue { get; init; }

    /// <summary>Whether this word switches the dead letter queue off that a less specific level attaches: failing messages are then retried for ever.</summary>
    public bool IsOff { get; init; }

    /// <summary>Whether there is no dead letter topic, so that what is given up is skipped.</summary>
    public bool IsNone { get; init; }

    /// <summary>Whether a letter and the offset behind its message are committed in one transaction.</summary>
    public bool IsTransactional { get; init; }

    /// <summary>How long after its first failure a message is run again; null for as often as <see cref="MaxRetries"/> says.</summary>
    public TimeSpan? RetryFor { get; init; }

    /// <summary>How long a message waits in each retry topic before it becomes a letter, in their order; empty where there are none.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = [];

    /// <summary>When partitions hold instead of giving messages up; null for never.</summary>
    public BreakerOptions? Breaker { get; init; }

    /// <summary>How the culprits of a failed batch are found; null where the first message that is not marked stands for its run.</summary>
    public Isolation? Isolation { get; init; }

    /// <summary>How often the process may die during a message before it is given up; null where crashes are not looked at.</summary>
    public int? MaxCrashes { get; init; }

    /// <summary>What decides after a failure: a function or the rules. Null where nothing was said, or a class was.</summary>
    public IRecoveryStrategy? Strategy { get; init; }

    /// <summary>The class that decides after a failure, or null.</summary>
    public Type? StrategyType { get; init; }

    /// <summary>What becomes of a letter while its topic cannot take it.</summary>
    public UnavailablePolicy WhenUnavailable { get; init; }

    /// <summary>Whether a strategy decides after a failure.</summary>
    public bool HasStrategy => Strategy is not null || StrategyType is not null;

    /// <summary>All topics that letters may go to, each once, the queue's own first. Empty where there is none.</summary>
    public IReadOnlyList<string> Topics => [.. FurtherTargets.Select(target => target.Topic).Prepend(Topic).OfType<string>().Distinct()];

    /// <summary>How the partition of a letter is chosen; see <see cref="LetterVerbs.PartitionBy"/>.</summary>
    public LetterPartition PartitionBy => Letter?.PartitionBy ?? LetterPartition.Source;

    /// <summary>How letters are written; null as those of a route that does not ask.</summary>
    internal LetterSettings? Letter { get; init; }

    /// <summary>When letters are parked; null for never.</summary>
    internal DepthLimit? Depth { get; init; }

    /// <summary>The topics that rules and strategies may send to.</summary>
    internal IReadOnlyList<DeadLetterTarget> FurtherTargets { get; init; } = [];

    /// <summary>What was wrong with the way in which it was said.</summary>
    internal IReadOnlyList<DeadLetterQueueFault> Said { get; init; } = [];

    /// <summary>The letter as it goes: to its target, or to the parking topic when its message was a letter too often. On its way through retry topics a message is no letter yet.</summary>
    /// <param name="letter">The letter.</param>
    public DeadLetter Parked(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return Depth is { } limit && letter.DueAt is null ? letter with { TargetTopic = limit.TargetOf(letter) } : letter;
    }

    /// <summary>Whether a message is marked once it was given up.</summary>
    /// <param name="manualOffsetManagement">Whether the topic's offsets are managed by the user; then the default is false.</param>
    public bool MarksAfterDispatch(bool manualOffsetManagement) => MarkAfterDispatch ?? !manualOffsetManagement;

    /// <summary>A queue attached to all topics is not for its own topic, whose letters would come back to it.</summary>
    /// <param name="topic">The topic's name, or a pattern.</param>
    public bool IsFor(string topic) => !Topics.Any(own => new DeadLetterPath(topic, TopicNames.IsPattern(topic), own).Reads(own));

    /// <summary>The targets that letters may go to any number of times: with a limit of depth only the parking topic, since depth grows on each way.</summary>
    internal IReadOnlyList<string> EndlessTargets => Depth is { } limit ? [limit.Parking] : Topics;

    /// <inheritdoc />
    public IEnumerable<CompanionTopic> CompanionsOf(TopicRoute route) => RetryPath.CompanionsOf(route, RetryDelays);

    /// <inheritdoc />
    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(faults);
        List<(TopicRoute Route, DeadLetterPath Path)> all = [.. table.Topics.SelectMany(candidate => PathsOf(candidate).Select(path => (candidate, path)))];
        List<DeadLetterPath> paths = [.. all.Select(candidate => candidate.Path)];
        int first = all.FindIndex(candidate => candidate.Route == route);
        if (IsTransactional && route.ManualOffsetManagement && MarkAfterDispatch != true)
        {
            faults.Add(route, $"{Verb}(Transactional)", "with manual offset management, which leaves the offset to the consumer", "MarkAfterDispatch(true), or no Transactional()");
        }

        foreach (DeadLetterQueueFault fault in DeadLetterQueueRules.Check(this, route.Topic, route.IsPattern, paths, first))
        {
            faults.Add(route, $"{Verb}({fault.Parameter})", fault.Found, fault.Allowed);
        }

        DeclaredDeadLetterQueue.CheckName(Queue, route, table, faults);
    }

    private static IEnumerable<DeadLetterPath> PathsOf(TopicRoute route) =>
        // A target in another cluster cannot lead back: equal names over there are other topics.
        route.Feature<DeadLetterQueueSettings>() is { Cluster: null } queue ? queue.EndlessTargets.Select(target => new DeadLetterPath(route.Topic, route.IsPattern, target)) : [];
}
