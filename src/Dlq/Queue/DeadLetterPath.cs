using Kafka.Dlq.Routing;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Where the failing messages of one route go.</summary>
/// <param name="Source">The route's topic or pattern.</param>
/// <param name="IsPattern">Whether the source is a pattern, <c>^...</c>.</param>
/// <param name="Target">The dead letter topic, in the same cluster.</param>
internal sealed record DeadLetterPath(string Source, bool IsPattern, string Target)
{
    /// <summary>Whether this route reads the topic.</summary>
    public bool Reads(string topic) => IsPattern ? TopicNames.Matches(Source, topic) : Source == topic;
}
