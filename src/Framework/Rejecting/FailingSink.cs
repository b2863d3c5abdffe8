namespace Kafka.Dlq.Rejecting;

/// <summary>A sink that does not take its records at present. For health.</summary>
/// <param name="Sink">Its name.</param>
/// <param name="Since">Since when.</param>
/// <param name="Records">How many records wait for it.</param>
/// <param name="LastError">What it failed with last; null while it only takes long.</param>
internal sealed record FailingSink(string Sink, DateTimeOffset Since, int Records, Exception? LastError);
