namespace Kafka.Dlq;

/// <summary>Where dead letters lie that their topic cannot take at present, for queues with <see cref="UnavailablePolicy.Spool"/>.</summary>
public sealed record SpoolOptions
{
    private const long LeastSegment = 4096;

    /// <summary>
    /// The directory, of this host alone: a second one fails to start and is told who holds it. Made when it is missing; each dead letter topic has a directory in it. It must
    /// outlive the process, so give a container a volume. Default empty: none, which is allowed while no queue spools.
    /// </summary>
    public string Directory { get; init; } = "";

    /// <summary>
    /// What the letters of one dead letter topic may take. Default 1024 MiB; at least <see cref="SegmentBytes"/>. When so much lies there, letters wait for room and
    /// their partitions hold: nothing is dropped.
    /// </summary>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>The size at which a file ends; a file is removed when all in it was delivered. Default 10 MiB; 4 KiB or more.</summary>
    public long SegmentBytes { get; init; } = 10L * 1024 * 1024;

    internal IEnumerable<RouteFault> Faults()
    {
        if (SegmentBytes < LeastSegment)
        {
            yield return Fault(nameof(SegmentBytes), SegmentBytes, $"{LeastSegment} or more");
        }

        if (MaxBytes < SegmentBytes)
        {
            yield return Fault(nameof(MaxBytes), MaxBytes, $"{nameof(SegmentBytes)} ({SegmentBytes}) or more");
        }
    }

    private static RouteFault Fault(string option, long found, string allowed) =>
        new(null, null, $"DeadLetters.Spool.{option}", found.ToString(System.Globalization.CultureInfo.InvariantCulture), allowed);
}
