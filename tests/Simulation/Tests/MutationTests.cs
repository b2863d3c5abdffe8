using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Tests;

/// <summary>The simulation is worth something only if it finds faults that were put in on purpose.</summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData(Mutation.FalseReports, "neither handled nor acknowledged as a letter")]
    [InlineData(Mutation.SkipOnRevoke, "neither handled nor acknowledged as a letter")]
    [InlineData(Mutation.StaleCommits, "which is not assigned to it")]
    [InlineData(Mutation.DoubleRecords, "again without a cause")]
    [InlineData(Mutation.DoubleRecords, "a batch with holes or doubles")]
    [InlineData(Mutation.FalseConfirmations, "neither handled nor acknowledged as a letter")]
    [InlineData(Mutation.EarlyRemovals, "although no topic has it")]
    [InlineData(Mutation.ForgottenMarks, "before the broker knows")]
    [InlineData(Mutation.FalseAccusations, "up as a killer, although")]
    [InlineData(Mutation.DeafTokens, "minutes after faults ended")]
    [InlineData(Mutation.EarlyRecords, "before it is due")]
    [InlineData(Mutation.TornTransactions, "a reader of what is committed sees")]
    internal void Fault_put_in_on_purpose_is_found(Mutation mutation, string violation)
    {
        // Some show only where several things come together, as an outage, a spool and a kill.
        List<string> found = [];
        Campaign.Run(1, 200, mutation, outcome => found.Add(outcome.Violation ?? ""));

        Assert.Contains(found, text => text.Contains(violation, StringComparison.Ordinal));
    }
}
