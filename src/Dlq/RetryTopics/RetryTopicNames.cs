using Kafka.Dlq.Routing;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The names of retry topics: <c>topic.group.retry.5s</c>. Pure; the same names in every process and version.</summary>
internal static class RetryTopicNames
{
    private static readonly (TimeSpan Unit, string Text)[] Units =
    [
        (TimeSpan.FromDays(1), "d"), (TimeSpan.FromHours(1), "h"), (TimeSpan.FromMinutes(1), "m"), (TimeSpan.FromSeconds(1), "s"), (TimeSpan.FromMilliseconds(1), "ms"),
    ];

    /// <summary>The name of the topic in which messages wait for so long.</summary>
    /// <param name="topic">The topic they come from.</param>
    /// <param name="group">The consumer group that failed them. What a topic's name cannot hold is replaced, and what is too long cut; a hash then keeps the name its own.</param>
    /// <param name="delay">The delay; a whole number of milliseconds.</param>
    public static string Of(string topic, string group, TimeSpan delay)
    {
        string stem = $"{topic}.{group}";
        string legal = string.Concat(stem.Select(letter => TopicNames.IsLegal($"a{letter}") ? letter : '-'));
        string end = $".retry.{TextOf(delay)}";
        if (legal == stem && stem.Length + end.Length <= TopicNames.MaxLength)
        {
            return stem + end;
        }

        // The two are told apart in the hash, which their names joined by a dot would not do.
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{topic}\0{group}")))[..8];
        int room = TopicNames.MaxLength - end.Length - hash.Length - 1;
        return $"{legal[..Math.Min(legal.Length, room)]}-{hash}{end}";
    }

    /// <summary>The delay in its largest whole unit: <c>90s</c>, <c>1m</c>, <c>2h</c>.</summary>
    public static string TextOf(TimeSpan delay)
    {
        (TimeSpan unit, string text) = Units.FirstOrDefault(unit => delay.Ticks % unit.Unit.Ticks == 0, Units[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"{delay.Ticks / unit.Ticks}{text}");
    }

    /// <summary>Whether a broker would not keep both: their names are equal, or differ in <c>.</c> and <c>_</c> only, which its metrics cannot tell apart.</summary>
    public static bool Clash(string one, string other) => one.Replace('.', '_') == other.Replace('.', '_');
}
