using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Failures;
using Kafka.Dlq.Benchmarks.Idle;
using Kafka.Dlq.Benchmarks.Latency;
using Kafka.Dlq.Benchmarks.Report;
using Kafka.Dlq.Benchmarks.StartStop;
using Kafka.Dlq.Benchmarks.Throughput;

namespace Kafka.Dlq.Benchmarks;

/// <summary>Measures the wanted parts one after the other and shows each when it is done.</summary>
internal sealed class BenchRun(BenchSettings settings, BenchOutput output)
{
    private readonly BenchResults _results = new();
    private readonly Progress _progress = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (settings.Brokers.Length == 0)
        {
            throw new BenchException("There is no broker. Set KAFKA_BOOTSTRAP_SERVERS, or let ./bench start its own: set KAFKA_HOME to an unpacked Apache Kafka distribution.");
        }

        await using BenchTopics topics = new(settings.Brokers);
        topics.Check();
        foreach (Part part in settings.Parts)
        {
            foreach (ReportTable table in await MeasureAsync(part, topics, cancellationToken))
            {
                Screen.Write(table);
            }

            Save();
        }
    }

    private async Task<IEnumerable<ReportTable>> MeasureAsync(Part part, BenchTopics topics, CancellationToken cancellationToken)
    {
        switch (part)
        {
            case Part.Throughput:
                _results.Throughput = await new ThroughputPart(settings, topics, _progress).RunAsync(cancellationToken);
                return ThroughputTables.Of(_results.Throughput);
            case Part.Failures:
                _results.Failures = await new FailurePart(settings, topics, _progress).RunAsync(cancellationToken);
                return FailureTables.Of(_results.Failures);
            case Part.Latency:
                _results.Latency = await new LatencyPart(settings, topics, _progress).RunAsync(cancellationToken);
                return LatencyTables.Of(_results.Latency);
            case Part.Idle:
                _results.Idle = await new IdlePart(settings, topics, _progress).RunAsync(cancellationToken);
                return IdleTables.Of(_results.Idle);
            case Part.Start:
                _results.Start = await new StartPart(settings, topics, _progress).RunAsync(cancellationToken);
                return StartTables.Of(_results.Start);
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, "It cannot be measured.");
        }
    }

    // After each part, so that a long run that fails late is not lost.
    private void Save()
    {
        if (output.Json is { } file)
        {
            _results.Save(file);
        }
    }
}
