namespace Kafka.Dlq.Files;

/// <summary>How dead letters are read back from files. Checked when the reader opens; all that is wrong is told at once.</summary>
public sealed record DeadLetterFileReaderOptions
{
    /// <summary>The directory that a writer fills or has filled. Required.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// The name that the position is kept under, so that several readers can go through the same files. Default <c>default</c>; letters, digits, '-', '_' and '.'. A name
    /// has one reader at a time.
    /// </summary>
    public string Name { get; init; } = "default";

    /// <summary>
    /// Whether the reader goes on where it was the last time, and keeps how far it comes. Default true. With false it reads everything again, changes nothing, and any
    /// number of them may read at once.
    /// </summary>
    public bool KeepsPosition { get; init; } = true;

    /// <summary>Where reading begins when no position is kept: at the first entry that was written at this time or later. Default null: at the oldest entry.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>
    /// Whether a segment is removed once each entry in it was read and acknowledged by this reader. Default false. Needs <see cref="KeepsPosition"/>. A segment in which bytes
    /// were damaged, or that was entered in its middle (<see cref="From"/>), stays. Other readers of the directory are not asked.
    /// </summary>
    public bool CleanConsumed { get; init; }

    /// <summary>After how many acknowledgements the position is written down. Default 1,000; 1 or more. That many may be read again after a crash.</summary>
    public int SaveEvery { get; init; } = 1000;

    /// <summary>After which time it is written down, if anything was acknowledged. Default 1 s; more than zero.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a reader that has come to the end looks for new entries. Default 100 ms; more than zero.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many entries may be read and not acknowledged; reading further fails. Default 100,000; 1 or more. Without meaning when no position is kept.</summary>
    public int MaxUnacknowledged { get; init; } = 100_000;

    /// <summary>Told of bytes that cannot be read, on the thread that reads. Default null; the log tells in any case.</summary>
    public Action<DamagedRange>? OnDamage { get; init; }

    internal void Check()
    {
        List<string> faults = [];
        OptionFault.Demand(faults, !string.IsNullOrWhiteSpace(Directory), nameof(Directory), Directory, "the path of a directory");
        OptionFault.Demand(faults, IsName(Name), nameof(Name), Name, "1 to 100 letters, digits, '-', '_' and '.'");
        OptionFault.Demand(faults, KeepsPosition || !CleanConsumed, nameof(CleanConsumed), CleanConsumed, $"false without {nameof(KeepsPosition)}");
        OptionFault.Demand(faults, SaveEvery >= 1, nameof(SaveEvery), SaveEvery, "1 or more");
        OptionFault.Demand(faults, SaveInterval > TimeSpan.Zero, nameof(SaveInterval), SaveInterval, "more than zero");
        OptionFault.Demand(faults, PollInterval > TimeSpan.Zero, nameof(PollInterval), PollInterval, "more than zero");
        OptionFault.Demand(faults, MaxUnacknowledged >= 1, nameof(MaxUnacknowledged), MaxUnacknowledged, "1 or more");
        OptionFault.ThrowIfAny(nameof(DeadLetterFileReaderOptions), faults);
    }

    private static bool IsName(string? name) =>
        name is { Length: >= 1 and <= 100 } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
