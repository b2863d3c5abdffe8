namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>Where and with what a run was measured.</summary>
/// <param name="Date">When it began, UTC.</param>
/// <param name="Command">The arguments.</param>
/// <param name="Source">The commit that was measured, as git describes it.</param>
/// <param name="Processor">Model and number of cores.</param>
/// <param name="Memory">Of the machine, in bytes.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET and how it collects garbage.</param>
/// <param name="Client">Confluent.Kafka and librdkafka.</param>
/// <param name="Broker">What reads and writes at the other end.</param>
internal sealed record RunInfo(DateTimeOffset Date, string Command, string Source, string Processor, long Memory, string System, string Runtime, string Client, string Broker);
