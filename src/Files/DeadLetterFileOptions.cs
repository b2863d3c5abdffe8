namespace Kafka.Dlq.Files;

/// <summary>How dead letters are written to files. Checked when the writer opens; all that is wrong is told at once.</summary>
public sealed record DeadLetterFileOptions
{
    /// <summary>The directory; made when it is missing. Nothing else should lie in it. Required.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// The size at which a segment ends and the next begins. Default 10 MiB; 4 KiB or more. A segment is removed as a whole, so smaller ones free space sooner. An entry
    /// that is larger than that gets a segment of its own.
    /// </summary>
    public long SegmentBytes { get; init; } = 10L * 1024 * 1024;

    /// <summary>
    /// How long nothing may be written before a segment ends, so that it can be removed once it was read. Default 5 s; at least 1 s, less is raised to that with a
    /// warning in the log.
    /// </summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When the disk confirms. Default <see cref="SyncPolicy.Each"/>: an acknowledged entry survives a loss of power.</summary>
    public SyncPolicy Sync { get; init; } = SyncPolicy.Each;

    /// <summary>How often the disk confirms under <see cref="SyncPolicy.Interval"/>. Default 1 s; more than zero.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What all segments together may take. Default 1024 MiB; at least <see cref="SegmentBytes"/>.</summary>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>What happens to an entry for which there is no room. Default <see cref="FullPolicy.Block"/>: nothing is lost.</summary>
    public FullPolicy WhenFull { get; init; } = FullPolicy.Block;

    /// <summary>
    /// How old an entry may become. A segment whose youngest entry is older is removed, read or not: at each write, once a second, and when the writer closes.
    /// Default null: none is removed for its age. More than zero.
    /// </summary>
    public TimeSpan? RetainAge { get; init; }

    internal static TimeSpan LeastIdleTime { get; } = TimeSpan.FromSeconds(1);

    internal void Check()
    {
        const int LeastSegment = 4096;
        List<string> faults = [];
        Demand(faults, !string.IsNullOrWhiteSpace(Directory), nameof(Directory), Directory, "the path of a directory");
        Demand(faults, SegmentBytes >= LeastSegment, nameof(SegmentBytes), SegmentBytes, $"{LeastSegment} or more");
        Demand(faults, MaxBytes >= SegmentBytes, nameof(MaxBytes), MaxBytes, $"{nameof(SegmentBytes)} ({SegmentBytes}) or more");
        Demand(faults, SyncInterval > TimeSpan.Zero, nameof(SyncInterval), SyncInterval, "more than zero");
        Demand(faults, RetainAge is null || RetainAge > TimeSpan.Zero, nameof(RetainAge), RetainAge, "more than zero, or null");
        Demand(faults, Enum.IsDefined(Sync), nameof(Sync), Sync, string.Join(", ", Enum.GetNames<SyncPolicy>()));
        Demand(faults, Enum.IsDefined(WhenFull), nameof(WhenFull), WhenFull, string.Join(", ", Enum.GetNames<FullPolicy>()));
        OptionFault.ThrowIfAny(nameof(DeadLetterFileOptions), faults);
    }

    private static void Demand(List<string> faults, bool holds, string name, object? found, string allowed) => OptionFault.Demand(faults, holds, name, found, allowed);
}
