namespace Kafka.Dlq.Files.Format;

/// <summary>What bytes at a place are.</summary>
internal enum FragmentState
{
    /// <summary>A fragment as it was written.</summary>
    Sound,

    /// <summary>Zeros up to the end of the block.</summary>
    Padding,

    /// <summary>Too few bytes to tell: the file ends here.</summary>
    Short,

    /// <summary>Something that nobody wrote.</summary>
    Bad,
}
