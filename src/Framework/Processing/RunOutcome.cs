namespace Kafka.Dlq.Processing;

/// <summary>How a run ended: well, with an error, or cut off by a revoke or a stop, which is neither.</summary>
internal readonly record struct RunOutcome(Exception? Error, bool IsCutOff)
{
    public static RunOutcome Succeeded { get; } = new(null, IsCutOff: false);

    public static RunOutcome CutOff { get; } = new(null, IsCutOff: true);

    public static RunOutcome Failed(Exception error) => new(error, IsCutOff: false);
}
