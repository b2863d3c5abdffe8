namespace Kafka.Dlq.Benchmarks.Files;

/// <summary>What a run of the file part measures.</summary>
/// <param name="Directory">Where files are written, each measurement in a folder of its own below it.</param>
/// <param name="Rounds">How often everything is measured.</param>
/// <param name="Seconds">How long entries are written in one measurement.</param>
/// <param name="Report">The page that the tables are written into; null for none.</param>
internal sealed record FileSettings(string Directory, int Rounds, double Seconds, string? Report);
