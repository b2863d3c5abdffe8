using Kafka.Dlq.Benchmarks.Measuring;
using System.Text.Json.Serialization;

namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>What a <see cref="FailureJob"/> gave.</summary>
/// <param name="Handled">Until the last record was handled or given up.</param>
/// <param name="Seconds">From the first record until the broker had all letters.</param>
/// <param name="Letters">How many letters lay in the topic: counted, and each looked at.</param>
internal sealed record FailureMeasured(Measured Handled, double Seconds, long Letters)
{
    [JsonIgnore]
    public double Rate => Handled.Records / Seconds;
}
