using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Routing;
using System.Globalization;

namespace Kafka.Dlq.LetterTopics;

/// <summary>What is known of a topic: as the cluster has it, and where the cluster does not tell, as it is declared. Pure.</summary>
internal sealed class TopicFacts
{
    /// <summary>Stands for no limit, as in topic settings.</summary>
    public const long Unlimited = -1;

    private readonly IReadOnlyDictionary<string, string>? _found;
    private readonly IReadOnlyDictionary<string, string>? _declared;

    /// <param name="state">The topic on the cluster; null where the cluster was not asked or does not know it.</param>
    /// <param name="declaration">What routes say of it; null where they say nothing.</param>
    public TopicFacts(TopicState? state, TopicDeclaration? declaration)
    {
        _found = state?.Settings;
        _declared = declaration?.Settings;
        Partitions = state is { Partitions: > 0 } ? state.Partitions : declaration?.Partitions;
    }

    /// <summary>How many partitions it has; null where nobody tells.</summary>
    public int? Partitions { get; }

    /// <summary>Whether older records of a key are taken away; false where nobody tells.</summary>
    public bool IsCompacted => Policies?.Contains("compact") ?? false;

    /// <summary>How long, or how much, it keeps by a setting: <see cref="Unlimited"/> without a limit, null where nobody tells. Limits do not count where nothing is deleted.</summary>
    public long? Keeps(string setting)
    {
        if (Policies is { } policies && !policies.Contains("delete"))
        {
            return Unlimited;
        }

        return long.TryParse(Value(setting), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long limit) ? Math.Max(limit, Unlimited) : null;
    }

    private string[]? Policies => Value("cleanup.policy")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private string? Value(string setting) => _found?.GetValueOrDefault(setting) ?? _declared?.GetValueOrDefault(setting);
}
