using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Tests;

/// <summary>The engine keeps its invariants whatever comes in whatever order.</summary>
public sealed class InvariantTests
{
    private const int Block = 100;

    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, 10).Select(block => (block * Block) + 1)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Invariants_hold_for_a_hundred_seeds(int from)
    {
        List<Outcome> broken = [];
        Totals totals = new();
        Campaign.Run(from, Block, Mutation.None, outcome =>
        {
            totals.Add(outcome);
            if (outcome.Violation is not null)
            {
                broken.Add(outcome);
            }
        });

        Assert.True(broken.Count == 0, string.Join(Environment.NewLine, broken.OrderBy(outcome => outcome.Seed).Select(Campaign.Describe)));
        Assert.Equal(Block, totals.Seeds);
    }

    [Fact]
    public void Everything_that_may_occur_does_within_a_thousand_seeds()
    {
        Totals totals = new();
        for (int from = 1; from < 1_000 && totals.Seen.Missing.Any(); from += Block)
        {
            Campaign.Run(from, Block, Mutation.None, totals.Add);
        }

        Assert.Empty(totals.Seen.Missing);
    }
}
