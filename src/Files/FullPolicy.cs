namespace Kafka.Dlq.Files;

/// <summary>What a writer does with an entry for which <see cref="DeadLetterFileOptions.MaxBytes"/> leaves no room.</summary>
public enum FullPolicy
{
    /// <summary>The append waits until there is room: segments were removed by a reader, or expired.</summary>
    Block,

    /// <summary>The entry is dropped and counted; its append says so.</summary>
    DropNewer,

    /// <summary>The oldest segments are removed, read or not, and their entries counted as dropped.</summary>
    DropOlder,
}
