using Kafka.Dlq.Reliability.Work;

namespace Kafka.Dlq.Tests.Reliability.Work;

public sealed class FaultPlanTests
{
    private const int Many = 100_000;

    [Fact]
    public void Plants_the_share_of_faults_that_was_asked_for()
    {
        ILookup<PlantedFault, long> planted = Plant(new FaultPlan(Seed: 7));

        Assert.InRange(planted[PlantedFault.Poison].Count() + planted[PlantedFault.Unparsable].Count(), Many / 100 * 0.9, Many / 100 * 1.1);
        Assert.InRange(planted[PlantedFault.Transient].Count(), Many / 20 * 0.9, Many / 20 * 1.1);
    }

    [Fact]
    public void Same_seed_plants_the_same_and_another_seed_others()
    {
        Assert.Equal(Plant(new FaultPlan(1))[PlantedFault.Poison], Plant(new FaultPlan(1))[PlantedFault.Poison]);
        Assert.NotEqual(Plant(new FaultPlan(1))[PlantedFault.Poison], Plant(new FaultPlan(2))[PlantedFault.Poison]);
    }

    [Fact]
    public void Faults_can_be_kept_to_every_fourth_record() =>
        Assert.All(Plant(new FaultPlan(1, Every: 4))[PlantedFault.Poison], number => Assert.Equal(0, number % 4));

    [Fact]
    public void Records_that_kill_are_planted_only_where_they_are_asked_for()
    {
        Assert.Empty(Plant(new FaultPlan(1))[PlantedFault.Killer]);
        Assert.InRange(Plant(new FaultPlan(1, KillerPercent: 0.5))[PlantedFault.Killer].Count(), Many / 200 * 0.9, Many / 200 * 1.1);
    }

    private static ILookup<PlantedFault, long> Plant(FaultPlan plan) => Enumerable.Range(0, Many).Select(number => (long)number).ToLookup(plan.Of);
}
