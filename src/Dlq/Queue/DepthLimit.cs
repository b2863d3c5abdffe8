namespace Kafka.Dlq.DeadLetters;

/// <summary>How often a message may become a letter before it is parked. Pure.</summary>
/// <param name="MaxDepth">The largest depth of a letter that goes where it would; one deeper is parked.</param>
/// <param name="Parking">The topic that deeper letters go to.</param>
internal sealed record DepthLimit(int MaxDepth, string Parking)
{
    /// <summary>Where a letter goes. Its message's headers tell how often that was a letter; such as cannot be read count as none.</summary>
    public string TargetOf(DeadLetter letter) => LetterHistory.Of(letter).Depth >= MaxDepth ? Parking : letter.TargetTopic;

    /// <summary>Says what is wrong with the limit, beside what is wrong with any topic that letters go to.</summary>
    public IEnumerable<DeadLetterQueueFault> Faults(DeadLetterQueueSettings queue)
    {
        if (MaxDepth < 1)
        {
            yield return new(nameof(DeadLetterQueueBuilder.MaxDepth), MaxDepth, "1 (a letter that fails again is parked) or more");
        }

        if (Parking == queue.Topic)
        {
            yield return new(nameof(DeadLetterQueueBuilder.MaxDepth), $"parking topic '{Parking}', the queue's own topic", "another topic, in which letters come to rest");
        }

        if (queue.IsNone && queue.Topics.All(topic => topic == Parking))
        {
            yield return new(nameof(DeadLetterQueueBuilder.MaxDepth), "None() and a parking topic", "a topic that letters go to before they are parked, or no MaxDepth");
        }
    }
}
