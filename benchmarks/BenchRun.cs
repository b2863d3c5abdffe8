using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Failures;
using Kafka.Dlq.Benchmarks.Idle;
using Kafka.Dlq.Benchmarks.Inner;
using Kafka.Dlq.Benchmarks.Latency;
using Kafka.Dlq.Benchmarks.Report;
using Kafka.Dlq.Benchmarks.StartStop;
using Kafka.Dlq.Benchmarks.Throughput;

namespace Kafka.Dlq.Benchmarks;

/// <summary>Measures the wanted parts one after the other, shows each when it is done, and the marks at the end.</summary>
internal sealed class BenchRun(BenchSettings settings, BenchOutput output, BenchResults results)
{
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
            await MeasureAsync(part, topics, cancellationToken);
            Show(ReportTables.Of(part, results));
            output.SaveJson(results);
        }

        Show(Marks.MeasuredIn(results));
        output.SaveReport(results);
        _progress.Tell("done");
    }

    private static void Show(IEnumerable<ReportTable> tables)
    {
        foreach (ReportTable table in tables)
        {
            Screen.Write(table);
        }
    }

    private async Task MeasureAsync(Part part, BenchTopics topics, CancellationToken cancellationToken)
    {
        switch (part)
        {
            case Part.Throughput:
                results.Throughput = await new ThroughputPart(settings, topics, _progress).RunAsync(cancellationToken);
                break;
            case Part.Failures:
                results.Failures = await new FailurePart(settings, topics, _progress).RunAsync(cancellationToken);
                break;
            case Part.Latency:
                results.Latency = await new LatencyPart(settings, topics, _progress).RunAsync(cancellationToken);
                break;
            case Part.Idle:
                results.Idle = await new IdlePart(settings, topics, _progress).RunAsync(cancellationToken);
                break;
            case Part.Start:
                results.Start = await new StartPart(settings, topics, _progress).RunAsync(cancellationToken);
                break;
            case Part.Inner:
                results.Inner = new InnerPart(settings, _progress).Run();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, "It cannot be measured.");
        }
    }
}
