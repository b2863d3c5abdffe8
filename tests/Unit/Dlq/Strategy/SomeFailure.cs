using Kafka.Dlq.Tests.Unit.Instrumentation;

namespace Kafka.Dlq.Tests.Unit.Dlq.Strategy;

/// <summary>Failures as a test needs them.</summary>
internal static class SomeFailure
{
    private static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static MessageFailure Of(Exception? error = null, int attempt = 1, double elapsed = 0) => new()
    {
        Message = new SomeRecord(),
        Error = error ?? new InvalidOperationException("no such customer"),
        Attempt = attempt,
        FirstFailedAt = First,
        FailedAt = First + TimeSpan.FromSeconds(elapsed),
        Backoff = TimeSpan.FromSeconds(7),
        Usual = new RecoveryAction.Retry(TimeSpan.FromSeconds(1)),
    };
}
