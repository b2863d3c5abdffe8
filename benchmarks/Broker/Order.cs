namespace Kafka.Dlq.Benchmarks.Broker;

/// <summary>What every value is, as JSON; the note fills it up to its size.</summary>
internal sealed record Order(long Number, string Customer, decimal Total, string Note);
