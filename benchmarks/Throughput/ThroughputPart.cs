using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>How fast records reach an empty handler. All contenders read the same topics, one after the other in each round, each round beginning with another.</summary>
internal sealed class ThroughputPart(BenchSettings settings, BenchTopics topics, Progress progress)
{
    // It waits for most of the time, so that one number of partitions tells all there is to tell.
    private const int PartitionsOfDefaultLoop = 6;

    public async Task<List<ThroughputSample>> RunAsync(CancellationToken cancellationToken)
    {
        List<(int Size, FilledTopic Topic)> cases = await FillAsync();
        List<ThroughputSample> samples = [];
        for (int round = 1; round <= settings.Rounds; round++)
        {
            foreach ((int size, FilledTopic topic) in cases)
            {
                foreach (Contender contender in InTurn(round, topic.Partitions))
                {
                    ThroughputJob job = new(settings.NewMember(topics), settings.NewMember(topics), topic, contender);
                    Measured measured = await Child.RunAsync<ThroughputJob, Measured>(job, cancellationToken);
                    samples.Add(new ThroughputSample(round, size, topic.Partitions, contender, measured));
                    progress.Tell($"throughput, round {round} of {settings.Rounds}: {size} B, {topic.Partitions} partitions, {ContenderNames.Of(contender)}: {measured.Rate:N0} records/s");
                }
            }
        }

        foreach ((_, FilledTopic topic) in cases)
        {
            await topics.DeleteAsync(topic.Name);
        }

        return samples;
    }

    private async Task<List<(int Size, FilledTopic Topic)>> FillAsync()
    {
        List<(int Size, FilledTopic Topic)> cases = [];
        foreach (int size in settings.Sizes)
        {
            foreach (int partitions in settings.Partitions)
            {
                long records = settings.RecordsOf(size);
                progress.Tell($"throughput: filling {partitions} partitions with {records:N0} values of {size} B");
                cases.Add((size, await topics.FillAsync("throughput", partitions, records, size)));
            }
        }

        return cases;
    }

    private IEnumerable<Contender> InTurn(int round, int partitions)
    {
        Contender[] all = [.. settings.Contenders.Where(contender => contender != Contender.DefaultLoop || partitions == PartitionsOfDefaultLoop)];
        return all.Skip(round % all.Length).Concat(all.Take(round % all.Length));
    }
}
