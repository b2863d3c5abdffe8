namespace Kafka.Dlq;

/// <summary>How the culprits of a failed batch are found once its retries are used up; see <see cref="DeadLetterQueueBuilder.Isolate"/>.</summary>
public enum Isolation
{
    /// <summary>
    /// The batch is halved until the culprits stand alone: only they are given up, the others are handled. One culprit among n messages takes at most 1 + 2·log2(n) runs, the failed one
    /// included, and k culprits at most k times that.
    /// </summary>
    Bisect,

    /// <summary>Each message is run alone: n runs, however many fail.</summary>
    Singly,

    /// <summary>All messages of the run that are not marked are given up together, in order. Nothing is run again.</summary>
    WholeBatch,
}
