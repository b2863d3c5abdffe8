namespace Kafka.Dlq.Files.Writing;

/// <summary>What went wrong last, and when.</summary>
/// <param name="Error">What the file system said.</param>
/// <param name="At">When.</param>
internal sealed record WriteFault(string Error, DateTimeOffset At);
