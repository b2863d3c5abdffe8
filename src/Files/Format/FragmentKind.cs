namespace Kafka.Dlq.Files.Format;

/// <summary>Which part of an entry a fragment is.</summary>
internal enum FragmentKind : byte
{
    Whole = 1,
    First = 2,
    Middle = 3,
    Last = 4,

    /// <summary>No entry: the segment is finished.</summary>
    Seal = 5,
}
