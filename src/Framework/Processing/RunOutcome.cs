namespace Kafka.Dlq.Processing;

/// <summary>How a run ended: well, with an error, or cut off by a revoke or a stop, which is neither.</summary>
internal readonly record struct RunOutcome(Exception? Error, bool IsCutOff)
{
    public static RunOutcome CutOff { get; } = new(null, IsCutOff: true);

    public static RunOutcome Ended(Exception? error) => new(error, IsCutOff: false);
}
