using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq;

/// <summary>
/// Says all that a dead letter queue can be. Each verb may be said once, but for rules and <see cref="Targets"/>; what is wrong is told when the host starts, together with all other faults.
/// Not for use by several threads at once.
/// </summary>
/// <example>
/// <code>
/// topic.DeadLetterQueue(queue =&gt; queue
///     .Topic("orders.dlq")
///     .On&lt;TimeoutException&gt;().Retry(within: TimeSpan.FromMinutes(10))
///     .On&lt;JsonException&gt;().DeadLetter("orders.malformed")
///     .On&lt;OutdatedOrder&gt;().Skip());
/// </code>
/// </example>
public sealed class DeadLetterQueueBuilder
{
    private readonly List<string> _said = [];
    private readonly List<string> _targets = [];
    private readonly List<RecoveryRuleBuilder> _rules = [];
    private DeadLetterQueueSettings _settings = new(Topic: null);
    private int? _maxRetries;

    internal DeadLetterQueueBuilder()
    {
    }

    /// <summary>Begins with a queue that was declared; its topic is said, and all else that it says holds until it is said anew.</summary>
    internal DeadLetterQueueBuilder(DeadLetterQueueSettings declared)
    {
        _settings = declared;
        _said.Add(nameof(Topic));
    }

    /// <summary>The dead letter topic. Needed, unless there is to be <see cref="None"/>.</summary>
    /// <param name="topic">A legal topic name other than the source's, and no way back from it to the source through other dead letter queues.</param>
    public DeadLetterQueueBuilder Topic(string topic) => Say(nameof(Topic), _settings with { Topic = topic });

    /// <summary>
    /// No dead letter topic: a message that is given up is skipped. It is gone, told by <see cref="DeadLetterSkipped"/> and counted. Rules and strategies may still name
    /// topics of their own.
    /// </summary>
    public DeadLetterQueueBuilder None() => Say(nameof(None), _settings with { IsNone = true });

    /// <summary>How often a failing message is run again before it is given up. Default 3, or without limit where <see cref="RetryFor"/> is said.</summary>
    /// <param name="count">0 gives it up after the first failure.</param>
    public DeadLetterQueueBuilder MaxRetries(int count)
    {
        _maxRetries = count;
        return Say(nameof(MaxRetries), _settings);
    }

    /// <summary>
    /// How long a failing message is run again before it is given up, from its first failure in this assignment of the partition. The last wait is shortened, so that the last run comes
    /// at the end of that time. With <see cref="MaxRetries"/> too, it is given up at whatever comes first.
    /// </summary>
    /// <param name="time">More than zero.</param>
    public DeadLetterQueueBuilder RetryFor(TimeSpan time) => Say(nameof(RetryFor), _settings with { RetryFor = time });

    /// <summary>
    /// Has a failing message leave its partition at once and wait in a retry topic, in each of these times in turn, until it is handled or becomes a dead letter after the last. Default: none;
    /// the partition waits in memory. The topics are called <c>topic.group.retry.5s</c>, <c>topic.group.retry.1m</c> ...; they are verified or created with as many partitions as the topic,
    /// and consumed by the same consumer in the same group, with the same settings, over a connection of their own.
    /// </summary>
    /// <param name="delays">One or more, each whole milliseconds and none twice.</param>
    /// <remarks>
    /// Failing messages lose their place in the order of their partition; those that work keep theirs. <see cref="MaxRetries"/> is 0 unless said, and says how often a message is run again in memory in
    /// each topic before it moves on. Attempts, first failure, key and headers go along. Not for patterns.
    /// </remarks>
    /// <example><code>queue.Topic("orders.dlq").RetryTopics(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10))</code></example>
    public DeadLetterQueueBuilder RetryTopics(params TimeSpan[] delays)
    {
        ArgumentNullException.ThrowIfNull(delays);
        return Say(nameof(RetryTopics), _settings with { RetryDelays = [.. delays] });
    }

    /// <summary>Gives each message its own count of runs. Default: the failures of one streak add up, whatever message fails.</summary>
    /// <param name="enabled">False says the default aloud.</param>
    public DeadLetterQueueBuilder Independent(bool enabled = true) => Say(nameof(Independent), _settings with { Independent = enabled });

    /// <summary>Whether the partition waits for the broker's acknowledgement. Default <see cref="Kafka.Dlq.DispatchMethod.ProduceAsync"/>.</summary>
    /// <param name="method">The method.</param>
    public DeadLetterQueueBuilder DispatchMethod(DispatchMethod method) => Say(nameof(DispatchMethod), _settings with { DispatchMethod = method });

    /// <summary>How a message that was given up is marked. Default <see cref="Kafka.Dlq.MarkingMethod.MarkAsConsumed"/>.</summary>
    /// <param name="method">The method.</param>
    public DeadLetterQueueBuilder MarkingMethod(MarkingMethod method) => Say(nameof(MarkingMethod), _settings with { MarkingMethod = method });

    /// <summary>Whether a message that was given up is marked. Default: true, or false with manual offset management.</summary>
    /// <param name="enabled">False: after a rebalance or restart it comes again.</param>
    public DeadLetterQueueBuilder MarkAfterDispatch(bool enabled) => Say(nameof(MarkAfterDispatch), _settings with { MarkAfterDispatch = enabled });

    /// <summary>
    /// Finds the culprits of a batch whose retries are used up, instead of giving up the first message that is not marked. For batch consumers; one of single messages knows its culprit.
    /// Whoever says <see cref="Isolation.Bisect"/> or <see cref="Isolation.Singly"/> declares that a failed run leaves no effect, for its messages are run again in other company.
    /// </summary>
    /// <remarks>
    /// The runs follow one another without a wait, each counted one higher in <c>Attempt</c>, and their failures are told like others; rules and strategies are asked about each, and
    /// may still say to retry, hold or stop. <c>IsLastAttempt</c> is true only where a single message is left. What is found is kept in memory: after a revoke, a restart or a seek, the rest is a batch again.
    /// </remarks>
    /// <param name="isolation">How. Default: not at all.</param>
    public DeadLetterQueueBuilder Isolate(Isolation isolation) => Say(nameof(Isolate), _settings with { Isolation = isolation });

    /// <summary>The named cluster that the dead letter topics live in. Default: the cluster that is read from.</summary>
    /// <param name="name">A key of the host's <c>options.Clusters</c>.</param>
    public DeadLetterQueueBuilder Cluster(string name) => Say(nameof(Cluster), _settings with { Cluster = name ?? "" });

    /// <summary>
    /// Commits a letter and the offset behind its message in one Kafka transaction, so that a reader with <c>isolation.level=read_committed</c> sees each letter once, whatever process is
    /// killed when. The partition waits for the commit. Messages that are handled or skipped are marked and committed as ever, without transactions.
    /// </summary>
    /// <remarks>
    /// Letters and offsets must be of one cluster, so <see cref="Cluster"/> does not go with it, nor does what parts the offset from the letter. Letters that a consumer dispatches by hand
    /// have no offset of their own and go without a transaction. See <see cref="DeadLetterOptions.TransactionalIdPrefix"/> and <see cref="DeadLetterOptions.TransactionTimeout"/>.
    /// </remarks>
    public DeadLetterQueueBuilder Transactional() => Say(nameof(Transactional), _settings with { IsTransactional = true });

    /// <summary>What becomes of a letter while its topic cannot take it: missing, forbidden, its cluster away. Default <see cref="UnavailablePolicy.Hold"/>.</summary>
    /// <param name="policy">
    /// With <see cref="UnavailablePolicy.Spool"/> a letter whose try has failed (at the broker's word, or after <see cref="DeadLetterOptions.DispatchTimeout"/>) is written to
    /// <see cref="DeadLetterOptions.Spool"/> and its partition goes on. Letters of a consumer with a <c>Producer</c> of its own hold all the same: the spool would not know where to deliver them.
    /// </param>
    /// <example><code>queue.Topic("orders.dlq").WhenUnavailable(UnavailablePolicy.Spool)</code></example>
    public DeadLetterQueueBuilder WhenUnavailable(UnavailablePolicy policy) => Say(nameof(WhenUnavailable), _settings with { WhenUnavailable = policy });

    /// <summary>
    /// Tells a storm from bad messages: when many different keys fail alike, what they all need is down, and the partitions hold instead of moving the topic into the dead letter topic. One message is
    /// tried now and then, and when one is handled, all go on. Default: no breaker, every message that fails often enough is given up.
    /// </summary>
    /// <param name="options">Its limits; null for the defaults, 60 messages a minute at most.</param>
    /// <example><code>queue.Topic("orders.dlq").Breaker(new BreakerOptions { LettersPerMinute = 100, ProbeInterval = TimeSpan.FromSeconds(5) })</code></example>
    public DeadLetterQueueBuilder Breaker(BreakerOptions? options = null) => Say(nameof(Breaker), _settings with { Breaker = options ?? new BreakerOptions() });

    /// <summary>
    /// Gives up messages that kill the process: by <see cref="Environment.FailFast(string)"/>, a stack overflow, memory that runs out, a crash of native code. After an unclean stop the messages that may
    /// have been at hand are run one at a time, each told of in the group's committed offset before, and one during which the process died so often is not run any more: it becomes a letter of the
    /// kind <see cref="ErrorKind.Crash"/>, or is skipped with <see cref="None"/>. Default: crashes are not looked at, and a message that kills the process kills it again after each restart.
    /// </summary>
    /// <remarks>
    /// The process dies <paramref name="maxCrashes"/> + 1 times at most for one such message: the first time it is not known which it was. A host that stops in order clears all counts; those of a partition
    /// that moves to another host go along. Rules and strategies are not asked. See docs/dead-letters.md for what it costs and its limits.
    /// </remarks>
    /// <param name="maxCrashes">2 or more, as a process may also be killed from outside. Default 3.</param>
    /// <example><code>queue.Topic("orders.dlq").CrashGuard(maxCrashes: 3)</code></example>
    public DeadLetterQueueBuilder CrashGuard(int maxCrashes = 3) => Say(nameof(CrashGuard), _settings with { MaxCrashes = maxCrashes });

    /// <summary>
    /// Has each letter carry <c>dlq.fingerprint</c>, a short name of its fault that is equal for all messages that meet it: the types of the error and its causes, its message without
    /// numbers and ids, and the innermost methods of your code. Default: no such header, as looking through the stack takes time for each letter.
    /// </summary>
    /// <param name="enabled">False says the default aloud.</param>
    public DeadLetterQueueBuilder Fingerprint(bool enabled = true) => SayLetter(nameof(Fingerprint), letter => letter with { HasFingerprint = enabled });

    /// <summary>
    /// Parks a message that was a letter this often already: its letter goes to the parking topic instead of where it would go, be it by failure, by rule or by hand. So a dead letter topic may be consumed
    /// by a route that is its own dead letter topic, or whose letters come back to it by way of others, and still nothing goes round for ever. Default: no limit, and ways back are a fault at start.
    /// </summary>
    /// <param name="depth">The largest <c>dlq.depth</c> of letters that are not parked; 1 or more. With 1 a letter that fails again is parked.</param>
    /// <param name="parking">Where they come to rest: a legal topic name other than the source's and the queue's own, with no way back from it to the source.</param>
    /// <example><code>draw.Topic("orders.dlq", topic =&gt; topic.Consumer&lt;TriesAgain&gt;().DeadLetterQueue(queue =&gt; queue.Topic("orders.dlq").MaxDepth(3, "orders.parking")))</code></example>
    public DeadLetterQueueBuilder MaxDepth(int depth, string parking) => Say(nameof(MaxDepth), _settings with { Depth = new DepthLimit(depth, parking ?? "") });

    /// <summary>Further topics that a strategy may send letters to, verified or created like the queue's own. Those named by rules need not be said. May be called several times.</summary>
    /// <param name="topics">Legal topic names, with the rules of <see cref="Topic"/>.</param>
    public DeadLetterQueueBuilder Targets(params string[] topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        _targets.AddRange(topics);
        return this;
    }

    /// <summary>Has a function decide what is done after each failure.</summary>
    /// <param name="decide">See <see cref="IRecoveryStrategy.Decide"/>. Called by several partitions at once.</param>
    /// <remarks>An answer that names a topic which is neither the queue's own nor one of <see cref="Targets"/> cannot be carried out: the partition holds until the answer is another.</remarks>
    /// <example><code>queue.Topic("orders.dlq").Strategy(failure =&gt; failure.Errors.Count &gt; 50 ? new RecoveryAction.Hold(TimeSpan.FromMinutes(1)) : failure.Usual)</code></example>
    public DeadLetterQueueBuilder Strategy(Func<MessageFailure, RecoveryAction> decide)
    {
        ArgumentNullException.ThrowIfNull(decide);
        return Say(nameof(Strategy), _settings with { Strategy = new DelegateStrategy(decide), StrategyType = null });
    }

    /// <summary>Has a class decide what is done after each failure: one that is registered in the container, otherwise one made with the container's services.</summary>
    /// <typeparam name="TStrategy">The class.</typeparam>
    public DeadLetterQueueBuilder Strategy<TStrategy>()
        where TStrategy : class, IRecoveryStrategy => Say(nameof(Strategy), _settings with { StrategyType = typeof(TStrategy), Strategy = null });

    /// <summary>
    /// Begins a rule for an error. Rules are tried in the order in which they are said, and the first one that fits answers. Where none does, and there is no
    /// <see cref="Otherwise"/>, it is as if there were no rules.
    /// </summary>
    /// <typeparam name="TException">The type of the error or of one of its causes; descendants count.</typeparam>
    public RecoveryRuleBuilder On<TException>()
        where TException : Exception => Begin(new RecoveryRule($"On<{typeof(TException).Name}>()", typeof(TException)));

    /// <summary>Begins a rule for some errors of a type, see <see cref="On{TException}()"/>.</summary>
    /// <typeparam name="TException">The type of the error or of one of its causes; descendants count.</typeparam>
    /// <param name="condition">Whether an error of that type is meant; may be called by several threads at once.</param>
    public RecoveryRuleBuilder On<TException>(Func<TException, bool> condition)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Begin(new RecoveryRule($"On<{typeof(TException).Name}>(...)", typeof(TException)) { IsMeant = error => condition((TException)error) });
    }

    /// <summary>Begins a rule for a kind of failure, see <see cref="On{TException}()"/>.</summary>
    /// <param name="kind">What was being done.</param>
    public RecoveryRuleBuilder On(ErrorKind kind) => Begin(new RecoveryRule($"On({kind})", typeof(Exception)) { Kind = kind });

    /// <summary>Begins a rule for failures for which this is true, see <see cref="On{TException}()"/>.</summary>
    /// <param name="condition">Looks at the failure; may be called by several threads at once.</param>
    public RecoveryRuleBuilder When(Func<MessageFailure, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Begin(new RecoveryRule("When(...)", typeof(Exception)) { When = condition });
    }

    /// <summary>Begins the rule for all that no other rule takes. It comes last and has no conditions; default: as if there were no rules.</summary>
    public RecoveryRuleBuilder Otherwise() => Begin(new RecoveryRule("Otherwise()", typeof(Exception)) { IsOtherwise = true });

    /// <summary>Says something of the queue's letters.</summary>
    internal DeadLetterQueueBuilder SayLetter(string verb, Func<LetterSettings, LetterSettings> change) =>
        Say(verb, _settings with { Letter = change(_settings.Letter ?? LetterSettings.Default) });

    internal DeadLetterQueueSettings Build()
    {
        List<RecoveryRule> rules = [.. _rules.Select(builder => builder.Rule)];
        return _settings with
        {
            MaxRetries = _maxRetries ?? (_said.Contains(nameof(RetryFor)) ? int.MaxValue : _said.Contains(nameof(RetryTopics)) ? 0 : _settings.MaxRetries),
            Strategy = rules.Count > 0 ? new RecoveryRules(rules) : _settings.Strategy,
            StrategyType = rules.Count > 0 ? null : _settings.StrategyType,
            FurtherTargets =
            [
                .. _settings.FurtherTargets.Where(target => target.SaidBy != nameof(MaxDepth)),
                .. rules.Where(rule => rule.Answer?.Topic is not null).Select(rule => new DeadLetterTarget(rule.Answer!.Topic!, rule.ToString())),
                .. _targets.Select(target => new DeadLetterTarget(target, nameof(Targets))),
                .. _settings.Depth is { } limit ? [new DeadLetterTarget(limit.Parking, nameof(MaxDepth))] : Array.Empty<DeadLetterTarget>(),
            ],
            Said = [.. _settings.Said, .. SaidFaults(), .. TransactionRules.Check(_settings, _said, rules.Any(rule => rule.Answer?.Topic is not null) || _targets.Count > 0), .. RuleChecks.Check(_rules, _settings.IsNone)],
        };
    }

    private IEnumerable<DeadLetterQueueFault> SaidFaults()
    {
        foreach (IGrouping<string, string> verb in _said.GroupBy(verb => verb).Where(calls => calls.Count() > 1))
        {
            yield return new(verb.Key, $"{verb.Count()} calls", "one call");
        }

        if (_said.Contains(nameof(RetryTopics)) && RetryDelayRules.FaultOf(_settings.RetryDelays) is { } delays)
        {
            yield return delays;
        }

        bool isUsed = _rules.Exists(builder => builder.Rule.Answer is { NeedsRetryTopics: true });
        if (isUsed && !_said.Contains(nameof(RetryTopics)) && _settings.RetryDelays.Count == 0)
        {
            yield return new(nameof(RetryTopics), "nothing, and a rule that answers RetryLater()", "RetryTopics(...) with a delay for each, or another answer");
        }

        if (_said.Contains(nameof(RetryTopics)) && !isUsed && _rules.Find(builder => builder.Rule is { Answer: not null, IsUnlimited: true }) is { } taking)
        {
            yield return new(nameof(RetryTopics), $"topics that nothing is sent to, as {taking.Rule} takes every failure", "no such rule, RetryLater() as the answer of one, or no retry topics");
        }

        if (_settings.IsNone && _said.Contains(nameof(Topic)))
        {
            yield return new(nameof(None), $"None() and Topic(\"{_settings.Topic}\")", "one of them");
        }

        if (_said.Contains(nameof(Strategy)) && _rules.Count > 0)
        {
            yield return new(nameof(Strategy), "a strategy and rules", "one of them; a strategy may decide all, and failure.Usual is what would be done without it");
        }

        if (_rules.Find(builder => builder.Rule is { Answer: not null, IsUnlimited: true }) is { } all && (_maxRetries ?? (object?)_settings.RetryFor) is not null)
        {
            yield return new(_maxRetries is null ? nameof(RetryFor) : nameof(MaxRetries), $"a limit that is never asked for, as {all.Rule} takes every failure", "no such rule, or no limit: leave it out, or say Retry(times, within) in a rule");
        }
    }

    private RecoveryRuleBuilder Begin(RecoveryRule rule)
    {
        RecoveryRuleBuilder builder = new(this, rule);
        _rules.Add(builder);
        return builder;
    }

    private DeadLetterQueueBuilder Say(string verb, DeadLetterQueueSettings settings)
    {
        _said.Add(verb);
        _settings = settings;
        return this;
    }
}
