namespace Kafka.Dlq.Tests.Simulation.Checks;

/// <summary>What a seed may bring about and often does not: counted, because a check of something that never happens proves nothing.</summary>
internal enum Element
{
    /// <summary>A partition waited for its run because <c>Concurrency</c> others ran.</summary>
    Contention,

    /// <summary>A critical error asked a host to stop.</summary>
    CriticalError,

    /// <summary>A strategy asked a host to stop.</summary>
    StrategyStop,

    /// <summary>A strategy held a partition without an end.</summary>
    EndlessHold,

    /// <summary>A user's pause ended because of <c>Resume()</c>.</summary>
    ResumedPause,

    /// <summary>A message killed the process that handled it.</summary>
    Killer,

    /// <summary>A message was given up because the process died during it.</summary>
    KillerGivenUp,

    /// <summary>A partition came with messages during which a process may have died.</summary>
    Suspects,

    /// <summary>A producer took the place of one that had met a fatal error.</summary>
    ReplacedProducer,

    /// <summary>A transaction committed letters of more than one partition.</summary>
    SharedTransaction,

    /// <summary>A transaction with letters was aborted.</summary>
    AbortedTransaction,

    /// <summary>A partition was given out while a transaction over its offset was open.</summary>
    EarlyAssignment,
}
