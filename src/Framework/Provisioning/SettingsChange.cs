namespace Kafka.Dlq.Provisioning;

/// <summary>A topic whose settings are altered.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Settings">The settings that change, with their new values; others stay.</param>
internal sealed record SettingsChange(string Topic, IReadOnlyDictionary<string, string> Settings);
