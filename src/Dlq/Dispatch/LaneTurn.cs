namespace Kafka.Dlq.DeadLetters;

/// <summary>The place of one letter in its lane. Its state belongs to the lane's lock.</summary>
internal sealed class LaneTurn
{
    public LaneTurn() => Node = new LinkedListNode<LaneTurn>(this);

    public LinkedListNode<LaneTurn> Node { get; }

    /// <summary>Whether the producer took the letter at least once.</summary>
    public bool HasPassed { get; set; }

    /// <summary>Whether a try failed and the letter is not delivered yet.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Completed when the letter may be handed to the producer; null while nobody waits for that.</summary>
    public TaskCompletionSource<bool>? Go { get; set; }
}
