using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;

namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>What failing messages cost: two retries without a wait, then a letter.</summary>
internal sealed class FailurePart(BenchSettings settings, BenchTopics topics, Progress progress)
{
    private const int Partitions = 6;
    private const int Size = 100;
    private const int WarmUpRecords = 50_000;
    private const int WarmUpEvery = 50;

    public async Task<List<FailureSample>> RunAsync(CancellationToken cancellationToken)
    {
        Dictionary<int, FilledTopic> filled = [];
        foreach (int divisor in FailureCase.All.Select(one => one.Divisor).Distinct())
        {
            filled[divisor] = await topics.FillAsync("failures", Partitions, settings.FailingRecords / divisor, Size);
        }

        FilledTopic warmUp = await topics.FillAsync("warm-up", Partitions, WarmUpRecords, Size);
        List<FailureSample> samples = [];
        for (int round = 1; round <= settings.Rounds; round++)
        {
            foreach (FailureCase one in FailureCase.All)
            {
                FailureMeasured measured = await MeasureAsync(one, filled[one.Divisor], warmUp, cancellationToken);
                FailureSample sample = new(round, filled[one.Divisor].Records, one.Every, one.Dispatch, measured);
                samples.Add(sample);
                progress.Tell($"failures, round {round} of {settings.Rounds}: {FailureTables.ShareOf(one.Every)} of {sample.Records:N0}, {one.Dispatch}: {measured.Rate:N0} records/s, {measured.Letters:N0} letters");
            }
        }

        foreach (FilledTopic topic in filled.Values.Append(warmUp))
        {
            await topics.DeleteAsync(topic.Name);
        }

        return samples;
    }

    private async Task<FailureMeasured> MeasureAsync(FailureCase one, FilledTopic topic, FilledTopic warmUp, CancellationToken cancellationToken)
    {
        string letters = await topics.CreateAsync("letters", Partitions);
        string warmUpLetters = await topics.CreateAsync("letters", Partitions);
        FailureJob before = new(settings.NewMember(topics), warmUp, warmUpLetters, WarmUpEvery, one.Dispatch, WarmUp: null);
        FailureJob job = new(settings.NewMember(topics), topic, letters, one.Every, one.Dispatch, before);
        FailureMeasured measured = await Child.RunAsync<FailureJob, FailureMeasured>(job, cancellationToken);
        await topics.DeleteAsync(letters);
        await topics.DeleteAsync(warmUpLetters);
        return measured;
    }
}
