using System.Collections.Frozen;

namespace Kafka.Dlq.Provisioning;

/// <summary>A topic whose settings are altered.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Settings">The settings that change, with their new values; others stay.</param>
public sealed record SettingsChange(string Topic, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The values that the changing settings have now, defaults too; without those the broker does not know.</summary>
    public IReadOnlyDictionary<string, string> Before { get; init; } = FrozenDictionary<string, string>.Empty;
}
