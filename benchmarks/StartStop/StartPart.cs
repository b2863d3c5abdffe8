using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;

namespace Kafka.Dlq.Benchmarks.StartStop;

/// <summary>How long a start and a stop take, in a process that has compiled nothing yet.</summary>
internal sealed class StartPart(BenchSettings settings, BenchTopics topics, Progress progress)
{
    private const int Partitions = 6;
    private const int Records = 600;
    private const int Size = 100;

    public async Task<List<StartSample>> RunAsync(CancellationToken cancellationToken)
    {
        FilledTopic topic = await topics.FillAsync("start", Partitions, Records, Size);
        List<StartSample> samples = [];
        for (int round = 1; round <= settings.Rounds; round++)
        {
            foreach (bool isOurs in new[] { round % 2 == 0, round % 2 == 1 })
            {
                StartMeasured measured = await Child.RunAsync<StartJob, StartMeasured>(new StartJob(settings.NewMember(topics), topic, isOurs), cancellationToken);
                samples.Add(new StartSample(round, isOurs, measured));
                progress.Tell($"start, round {round} of {settings.Rounds}: {(isOurs ? "ours" : "tuned loop")}: first record after {measured.StartMilliseconds:N0} ms, stopped in {measured.StopMilliseconds:N0} ms");
            }
        }

        await topics.DeleteAsync(topic.Name);
        return samples;
    }
}
