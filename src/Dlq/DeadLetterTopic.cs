namespace Kafka.Dlq;

/// <summary>A dead letter queue as an object, whatever the type of the records in it: see <see cref="DeadLetterQueue{T}"/>. Cannot change; may be used by any thread.</summary>
public abstract class DeadLetterTopic
{
    private protected DeadLetterTopic(DeadLetterQueueSettings settings, Type recordType)
    {
        Settings = settings with { Queue = this };
        RecordType = recordType;
    }

    /// <summary>The dead letter topic, which is the queue's name.</summary>
    public string Topic => Settings.Topic!;

    /// <summary>What the records were meant to be.</summary>
    public Type RecordType { get; }

    /// <summary>How messages are given up wherever the queue is attached, unless more is said there.</summary>
    public DeadLetterQueueSettings Settings { get; }

    /// <summary>The settings of an attached queue, or for null those that switch off.</summary>
    /// <param name="queue">The queue, or null.</param>
    public static DeadLetterQueueSettings SettingsOf(DeadLetterTopic? queue) => queue?.Settings ?? new DeadLetterQueueSettings(Topic: null) { IsOff = true };

    /// <summary>The queue as faults show it.</summary>
    public override string ToString() => $"DeadLetterQueue<{RecordType.Name}>(\"{Topic}\")";
}
