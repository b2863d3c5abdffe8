namespace Kafka.Dlq.Files;

/// <summary>What became of an entry.</summary>
public enum AppendResult
{
    /// <summary>It lies in a file, as safe as the <see cref="SyncPolicy"/> promises.</summary>
    Written,

    /// <summary>There was no room for it (<see cref="FullPolicy.DropNewer"/>).</summary>
    Dropped,
}
