using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;

namespace Kafka.Dlq.Benchmarks.Idle;

/// <summary>What a thousand partitions cost that have hardly anything to do.</summary>
internal sealed class IdlePart(BenchSettings settings, BenchTopics topics, Progress progress)
{
    public const int Many = 1_000;

    // What it measures hardly varies, and takes long.
    private const int MostRounds = 3;

    private static readonly (int Partitions, bool IsOurs)[] Cases = [(1, false), (1, true), (Many, false), (Many, true)];

    public async Task<List<IdleSample>> RunAsync(CancellationToken cancellationToken)
    {
        List<IdleSample> samples = [];
        int rounds = Math.Min(settings.Rounds, MostRounds);
        Dictionary<int, string> names = [];
        foreach (int partitions in Cases.Select(one => one.Partitions).Distinct())
        {
            names[partitions] = await topics.CreateAsync("idle", partitions);
        }

        for (int round = 1; round <= rounds; round++)
        {
            foreach ((int partitions, bool isOurs) in Cases)
            {
                await using Trickle trickle = new(settings.Brokers, names[partitions], partitions);
                IdleMeasured measured = await Child.RunAsync<IdleJob, IdleMeasured>(new IdleJob(settings.NewMember(topics), names[partitions], isOurs), cancellationToken);
                samples.Add(new IdleSample(round, partitions, isOurs, measured));
                progress.Tell($"idle, round {round} of {rounds}: {partitions:N0} partitions, {(isOurs ? "ours" : "tuned loop")}: {measured.ResidentBytes / 1e6:N0} MB, {measured.CpuShare:P1} of a core, {measured.Threads} threads");
            }
        }

        foreach (string name in names.Values)
        {
            await topics.DeleteAsync(name);
        }

        return samples;
    }
}
