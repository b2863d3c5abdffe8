namespace Kafka.Dlq.Examples.BulkSink;

/// <summary>What lies in the articles topic, as JSON.</summary>
internal sealed record Article(int Number, string Title, string Published);
