using System.Text.RegularExpressions;

namespace Kafka.Dlq.Routing;

/// <summary>Kafka's rules for the names of topics.</summary>
public static class TopicNames
{
    /// <summary>The longest name a broker takes.</summary>
    public const int MaxLength = 249;

    /// <summary>The rule in words, for faults.</summary>
    public const string Rule = "1 to 249 characters out of a-z, A-Z, 0-9, '.', '_' and '-', but not '.' or '..'";

    /// <summary>Whether a broker takes this name: 1 to 249 characters of <c>[a-zA-Z0-9._-]</c>, but not <c>.</c> or <c>..</c>.</summary>
    /// <param name="topic">The name; null is not legal.</param>
    public static bool IsLegal(string? topic) =>
        topic is { Length: > 0 and <= MaxLength } and not ("." or "..") && topic.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    /// <summary>Whether this is a subscription pattern, which begins with <c>^</c> as librdkafka has it, instead of a name.</summary>
    /// <param name="topic">The name or pattern.</param>
    public static bool IsPattern(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.StartsWith('^');
    }

    /// <summary>Whether a subscription pattern takes a topic. One that is no regular expression takes none.</summary>
    /// <param name="pattern">The pattern, with its leading <c>^</c>.</param>
    /// <param name="topic">The topic's name.</param>
    public static bool Matches(string pattern, string topic) => Parse(pattern)?.IsMatch(topic) ?? false;

    /// <summary>The pattern ready to match, or null where it is no regular expression. Look-around and back references are not, as the client that subscribes has none either.</summary>
    internal static Regex? Parse(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
