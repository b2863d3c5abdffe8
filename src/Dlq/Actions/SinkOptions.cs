using System.Globalization;

namespace Kafka.Dlq;

/// <summary>How rejected records are collected before a sink is given them. Each sink of a host has a collector of its own.</summary>
public sealed record SinkOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The largest batch that is handed to the sink, and the number of records at which it is handed over at once. Default 100; 1 or more.</summary>
    public int Size { get; init; } = 100;

    /// <summary>How long the oldest record waits for a fuller batch. Default 1 s; zero to one day. Its offset, and those behind it in its partition, are not committed meanwhile.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many records may wait, those being handed over included. Default 10,000; at least <see cref="Size"/>. When so many do, no run of a partition that may reject to the sink begins; a run that is
    /// going on may still add what it rejects.
    /// </summary>
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>How many bytes of keys, values and headers may wait, in the same sense. Default 16 MiB; 1 or more.</summary>
    public long MaxBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>How long the sink may take for a batch, flush included. Default 30 s; more than zero to one day, or null for no limit. A try that takes longer has failed.</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The waits between tries of one batch. Default 200 ms, doubling up to 10 s. There is no last try.</summary>
    public PauseOptions Backoff { get; init; } = new() { Timeout = TimeSpan.FromMilliseconds(200), MaxTimeout = TimeSpan.FromSeconds(10) };

    /// <summary>Says what is wrong with these options, one fault for each. Empty when nothing is.</summary>
    /// <param name="sink">The sink's name.</param>
    public IEnumerable<RouteFault> Faults(string sink)
    {
        RouteFault Fault(string option, object? found, string allowed) => new(null, null, $"Sink(\"{sink}\") {option}", string.Create(CultureInfo.InvariantCulture, $"{found}"), allowed);

        if (Size < 1)
        {
            yield return Fault(nameof(Size), Size, "1 or more");
        }

        if (Wait < TimeSpan.Zero || Wait > Longest)
        {
            yield return Fault(nameof(Wait), Wait, $"zero to {Longest}");
        }

        if (MaxEntries < Size)
        {
            yield return Fault(nameof(MaxEntries), MaxEntries, $"Size ({Size}) or more");
        }

        if (MaxBytes < 1)
        {
            yield return Fault(nameof(MaxBytes), MaxBytes, "1 or more");
        }

        if (Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > Longest))
        {
            yield return Fault(nameof(Timeout), timeout, $"more than zero to {Longest}, or null for no limit");
        }

        if (Backoff is null || Backoff.Timeout < TimeSpan.Zero || Backoff.MaxTimeout < Backoff.Timeout || Backoff.MaxTimeout > Longest)
        {
            yield return Fault(nameof(Backoff), Backoff is null ? "null" : Backoff, $"a {nameof(PauseOptions)} with a Timeout of zero or more and a MaxTimeout from that to {Longest}");
        }
    }
}
