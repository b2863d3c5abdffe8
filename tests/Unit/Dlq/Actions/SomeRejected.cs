using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Actions;

/// <summary>Rejected records whose details do not matter.</summary>
internal static class SomeRejected
{
    /// <summary>A message that was rejected, or something that was made of it.</summary>
    public static RejectedRecord At(long offset, object? record = null, string? payload = "x", string? key = null, Exception? error = null)
    {
        Message message = Records.At(offset, payload: payload, key: key);
        return new RejectedRecord
        {
            Message = message,
            Body = RejectedBody.Of(record ?? message),
            GroupId = "shop",
            Consumer = "Shop.Orders",
            Error = error ?? new InvalidOperationException("no account"),
            Reason = "no_account",
            Kind = ErrorKind.Consume,
            Attempt = 2,
            RejectedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
    }
}
