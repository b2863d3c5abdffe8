using Confluent.Kafka;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Where in its topic a letter shall lie. Pure.</summary>
/// <param name="By">What decides.</param>
/// <param name="Number">The number that the enrichment gave it; it decides where it is there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LetterPlace(LetterPartition By, int? Number)
{
    /// <summary>The partition, of so many.</summary>
    /// <param name="source">The partition that the message was read from.</param>
    /// <param name="key">The letter's key, or null.</param>
    /// <param name="count">How many partitions the dead letter topic has.</param>
    public Partition Among(Partition source, byte[]? key, int count) => (Number, By) switch
    {
        ({ } number, _) => number % count,
        (_, LetterPartition.Any) => Partition.Any,

        // The sign is cut off, not taken away, as in Java's producer: or some keys would lie elsewhere.
        (_, LetterPartition.Key) when key is not null => (int)(Murmur2.Hash(key) & int.MaxValue) % count,
        _ => TargetPartition.For(source, count),
    };

    /// <summary>How it is written beside a letter that waits in the spool; null for the place that letters have unasked.</summary>
    public string? ToText() => Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : By == LetterPartition.Source ? null : By.ToString();

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static LetterPlace Parse(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? new LetterPlace(LetterPartition.Source, number)
        : Enum.TryParse(text, out LetterPartition by) ? new LetterPlace(by, Number: null)
        : default;
}
