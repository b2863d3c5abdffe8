namespace Kafka.Dlq.Reliability.Work;

/// <summary>Says for a record's number, and nothing else, what is wrong with it: the same seed plants the same faults.</summary>
/// <param name="PoisonPercent">How many of a hundred become dead letters; half of them by their payload.</param>
/// <param name="TransientPercent">How many of a hundred fail at first.</param>
/// <param name="KillerPercent">How many of a hundred kill their process; for workers with a guard.</param>
/// <param name="Every">Only records whose number is a multiple of it have faults; with the number of partitions, only those of partition 0.</param>
internal sealed record FaultPlan(int Seed, double PoisonPercent = 1, double TransientPercent = 5, int Every = 1, double KillerPercent = 0)
{
    private const int TenThousand = 10_000;

    public PlantedFault Of(long number)
    {
        if (number % Every != 0)
        {
            return PlantedFault.None;
        }

        int drawn = (int)(Mix((ulong)number ^ ((ulong)(uint)Seed << 32)) % TenThousand);
        double poison = PoisonPercent * 100;
        return drawn < poison / 2 ? PlantedFault.Unparsable
            : drawn < poison ? PlantedFault.Poison
            : drawn < poison + (TransientPercent * 100) ? PlantedFault.Transient
            : drawn >= TenThousand - (KillerPercent * 100) ? PlantedFault.Killer
            : PlantedFault.None;
    }

    // splitmix64: neighbouring numbers give unrelated draws.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
