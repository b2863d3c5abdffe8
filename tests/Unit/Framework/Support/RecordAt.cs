using Kafka.Dlq.Consuming;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>A record and the partition in which it lies.</summary>
internal sealed record RecordAt(string Topic, int Partition, RecordData Data);
