using System.Text.RegularExpressions;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Kafka's rules for the names of topics.</summary>
internal static partial class TopicName
{
    /// <summary>The rule in words.</summary>
    public const string Allowed = "1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-', but neither '.' nor '..'";

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    public static bool IsLegal(string? name) => name is not (null or "." or "..") && Legal().IsMatch(name);

    /// <summary>Whether a subscription pattern (<c>^...</c>) takes the topic. A pattern that cannot be read here takes none; the client has the last word on it.</summary>
    public static bool Matches(string pattern, string topic)
    {
        try
        {
            return Regex.IsMatch(topic, pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9._-]{1,249}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Legal();
}
