using Kafka.Dlq.Benchmarks.Failures;
using Kafka.Dlq.Benchmarks.Idle;
using Kafka.Dlq.Benchmarks.Inner;
using Kafka.Dlq.Benchmarks.Latency;
using Kafka.Dlq.Benchmarks.StartStop;
using Kafka.Dlq.Benchmarks.Throughput;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>All that a run measured, as it is kept in a file.</summary>
internal sealed record BenchResults
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public RunInfo? Run { get; init; }

    public List<ThroughputSample> Throughput { get; set; } = [];

    public List<FailureSample> Failures { get; set; } = [];

    public List<LatencySample> Latency { get; set; } = [];

    public List<IdleSample> Idle { get; set; } = [];

    public List<StartSample> Start { get; set; } = [];

    public List<InnerSample> Inner { get; set; } = [];

    /// <exception cref="BenchException">The file cannot be read, or holds something else.</exception>
    public static BenchResults Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchResults>(File.ReadAllText(file), Format) ?? throw new BenchException($"{file} holds no results.");
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            throw new BenchException($"{file} holds no results: {exception.Message}", exception);
        }
    }

    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Format) + "\n");
}
