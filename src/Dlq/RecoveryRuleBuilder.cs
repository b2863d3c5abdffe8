using Kafka.Dlq.DeadLetters;
using System.Globalization;

namespace Kafka.Dlq;

/// <summary>
/// One rule of a dead letter queue: conditions, which all must hold, and one answer, which ends the rule and gives the queue back for the next one.
/// What is wrong with it is told when the host starts.
/// </summary>
public sealed class RecoveryRuleBuilder
{
    private readonly DeadLetterQueueBuilder _queue;
    private readonly HashSet<string> _said = [];

    internal RecoveryRuleBuilder(DeadLetterQueueBuilder queue, RecoveryRule rule)
    {
        _queue = queue;
        Rule = rule;
    }

    internal RecoveryRule Rule { get; private set; }

    /// <summary>What was said twice.</summary>
    internal List<string> Repeated { get; } = [];

    internal bool HasConditions => _said.Count > (Rule.Answer is null ? 0 : 1);

    /// <summary>Only failures for which this is true.</summary>
    /// <param name="condition">Looks at the failure; may be called by several threads at once. One that throws makes the partition hold, as a strategy that throws does.</param>
    public RecoveryRuleBuilder When(Func<MessageFailure, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Refine(nameof(When), Rule with { When = condition });
    }

    /// <summary>Only failures of this kind.</summary>
    /// <param name="kind">What was being done.</param>
    public RecoveryRuleBuilder OfKind(ErrorKind kind) => Refine(nameof(OfKind), Rule with { Kind = kind });

    /// <summary>Only from this attempt on.</summary>
    /// <param name="attempt">1 or more; 1 is the first run.</param>
    public RecoveryRuleBuilder FromAttempt(int attempt) => Refine(nameof(FromAttempt), Rule with { FromAttempt = attempt });

    /// <summary>Only when the first failure is at least so long ago.</summary>
    /// <param name="time">Zero or more; compared with <see cref="MessageFailure.Elapsed"/>.</param>
    public RecoveryRuleBuilder FailingFor(TimeSpan time) => Refine(nameof(FailingFor), Rule with { FailingFor = time });

    /// <summary>Only messages that are at least so old.</summary>
    /// <param name="age">Zero or more; compared with <see cref="MessageFailure.Age"/>, which counts from the record's timestamp.</param>
    public RecoveryRuleBuilder OlderThan(TimeSpan age) => Refine(nameof(OlderThan), Rule with { OlderThan = age });

    /// <summary>Runs the message again. With a limit the rule is done when it is reached, and the next one that fits answers.</summary>
    /// <param name="delay">The wait before; null for the topic's back-off, zero for at once.</param>
    /// <param name="times">How often: the rule fits up to this attempt. 1 or more; null for no limit.</param>
    /// <param name="within">For how long after the first failure. More than zero; null for no limit.</param>
    public DeadLetterQueueBuilder Retry(TimeSpan? delay = null, int? times = null, TimeSpan? within = null)
    {
        Rule = Rule with { UpToAttempt = times, Within = within };
        string text = string.Join(", ", new[] { Named("delay", delay), Named("times", times), Named("within", within) }.OfType<string>());
        return Answer(new RecoveryAnswer($"Retry({text})", failure => new RecoveryAction.Retry(delay ?? failure.Backoff), Delay: delay));
    }

    /// <summary>Has the message wait in the queue's next retry topic; behind the last one it becomes a dead letter. Only with <see cref="DeadLetterQueueBuilder.RetryTopics"/>.</summary>
    public DeadLetterQueueBuilder RetryLater() => Answer(new RecoveryAnswer("RetryLater()", new RecoveryAction.RetryLater()) { NeedsRetryTopics = true });

    /// <summary>Sends the message to a dead letter topic, at once: retries come from rules before this one.</summary>
    /// <param name="topic">The topic; verified or created like the queue's own. Null for the queue's own.</param>
    public DeadLetterQueueBuilder DeadLetter(string? topic = null) =>
        Answer(new RecoveryAnswer($"DeadLetter({(topic is null ? "" : $"\"{topic}\"")})", new RecoveryAction.DeadLetter(topic), topic) { NeedsOwnTopic = topic is null });

    /// <summary>Gives the message up without a letter: it is gone. Told by <see cref="DeadLetterSkipped"/> and counted.</summary>
    public DeadLetterQueueBuilder Skip() => Answer(new RecoveryAnswer("Skip()", new RecoveryAction.Skip()));

    /// <summary>Asks the host to stop; the message comes again after the restart.</summary>
    public DeadLetterQueueBuilder Stop() => Answer(new RecoveryAnswer("Stop()", new RecoveryAction.Stop()));

    /// <summary>Holds the partition, which health tells at once.</summary>
    /// <param name="delay">After this time the message is run again; null: until the partition is assigned anew or the host restarts.</param>
    public DeadLetterQueueBuilder Hold(TimeSpan? delay = null) =>
        Answer(new RecoveryAnswer($"Hold({Named("delay", delay)})", new RecoveryAction.Hold(delay), delay: delay));

    private RecoveryRuleBuilder Refine(string verb, RecoveryRule refined)
    {
        Rule = refined;
        Note(verb);
        return this;
    }

    private DeadLetterQueueBuilder Answer(RecoveryAnswer answer)
    {
        Rule = Rule with { Answer = answer };
        Note("one answer");
        return _queue;
    }

    private void Note(string verb)
    {
        if (!_said.Add(verb))
        {
            Repeated.Add(verb);
        }
    }

    private static string? Named(string name, object? value) => value is null ? null : string.Create(CultureInfo.InvariantCulture, $"{name}: {value}");
}
