namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>A table for the screen and for the page. Its first column says what the row is; the others hold figures.</summary>
internal sealed record ReportTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
