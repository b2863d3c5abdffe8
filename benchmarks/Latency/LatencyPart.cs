using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;

namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>What ours adds to the time that a record takes, at half of the rate that producer, broker and consumer keep up together on this machine.</summary>
internal sealed class LatencyPart(BenchSettings settings, BenchTopics topics, Progress progress)
{
    private const int Partitions = 6;

    public async Task<List<LatencySample>> RunAsync(CancellationToken cancellationToken)
    {
        int rate = settings.Rate ?? await HalfLoadAsync(cancellationToken);
        List<LatencySample> samples = [];
        for (int round = 1; round <= settings.Rounds; round++)
        {
            bool oursFirst = round % 2 == 0;
            LatencyRun first = await MeasureAsync(rate, oursFirst, cancellationToken);
            LatencyRun second = await MeasureAsync(rate, !oursFirst, cancellationToken);
            LatencySample sample = oursFirst ? new(round, rate, second, first) : new(round, rate, first, second);
            samples.Add(sample);
            progress.Tell($"latency, round {round} of {settings.Rounds}: p99 of the tuned loop {sample.Loop.FromProducer.P99:N0} µs, of ours {sample.Ours.FromProducer.P99:N0} µs, of which from the fetch {sample.Ours.FromFetch?.P99:N0} µs");
        }

        return samples;
    }

    private async Task<int> HalfLoadAsync(CancellationToken cancellationToken)
    {
        LatencyRun full = await MeasureAsync(rate: null, isOurs: true, cancellationToken);
        progress.Tell($"latency: producer, broker and ours keep up with {full.FromProducer.Rate:N0} records/s; half of it is the load");
        return (int)(full.FromProducer.Rate / 2);
    }

    private async Task<LatencyRun> MeasureAsync(int? rate, bool isOurs, CancellationToken cancellationToken)
    {
        string topic = await topics.CreateAsync("latency", Partitions);
        LatencyJob job = new(settings.NewMember(topics), topic, Partitions, rate, isOurs);
        LatencyRun measured = await Child.RunAsync<LatencyJob, LatencyRun>(job, cancellationToken);
        await topics.DeleteAsync(topic);
        return measured;
    }
}
