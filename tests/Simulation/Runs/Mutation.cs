namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>A fault put in on purpose, to show that it is found.</summary>
internal enum Mutation
{
    None,

    /// <summary>Letters are reported as delivered that never were: what a commit before the delivery report comes to.</summary>
    FalseReports,

    /// <summary>A revoke commits what was fetched instead of what is marked.</summary>
    SkipOnRevoke,

    /// <summary>A commit that follows a revoke tells the old owner's offsets once more.</summary>
    StaleCommits,

    /// <summary>The client hands out some records twice.</summary>
    DoubleRecords,

    /// <summary>Nobody is told when a token is cancelled.</summary>
    DeafTokens,

    /// <summary>The client tells timestamps that are too early, so that a delay ends before its time.</summary>
    EarlyRecords,

    /// <summary>The disk confirms letters that it does not write.</summary>
    FalseConfirmations,

    /// <summary>A letter is removed from the spool although nobody delivered it.</summary>
    EarlyRemovals,

    /// <summary>The broker loses what is committed beside offsets.</summary>
    ForgottenMarks,

    /// <summary>What is committed beside an offset comes back with an accusation.</summary>
    FalseAccusations,

    /// <summary>Some transactions commit their letters without their offsets.</summary>
    TornTransactions,
}
