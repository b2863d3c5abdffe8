using System.Collections.Frozen;

namespace Kafka.Dlq.Routing.Building;

/// <summary>What one <c>Kafka(...)</c> said.</summary>
internal sealed record KafkaSetting(IReadOnlyDictionary<string, string> Settings, bool Inherit)
{
    public IReadOnlyDictionary<string, string> Over(IReadOnlyDictionary<string, string> inherited)
    {
        Dictionary<string, string> merged = Inherit ? new(inherited) : [];
        foreach ((string key, string value) in Settings)
        {
            merged[key] = value;
        }

        return merged.ToFrozenDictionary();
    }
}
