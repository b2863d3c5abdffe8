namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Ways to break the promises on purpose, so that a campaign shows that it would see it.</summary>
internal enum Sabotage
{
    None,

    /// <summary>A dead letter counts as delivered at once and is sent five seconds later: offsets are committed before the broker has it.</summary>
    CommitBeforeReport,

    /// <summary>A batch is marked before it is handled, so that a revoke or a kill skips what was not handled yet.</summary>
    SkipOnRevoke,
}
