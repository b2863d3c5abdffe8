using System.Collections.Frozen;

namespace Kafka.Dlq.Routing.Building;

/// <summary>The librdkafka settings of a companion's connection: its source's, but for the name of a static member, of which a group takes each once (KIP-345).</summary>
internal static class CompanionSettings
{
    private const string StaticName = "group.instance.id";

    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> source, string connection) =>
        source.ContainsKey(StaticName) ? source.ToFrozenDictionary(pair => pair.Key, pair => pair.Key == StaticName ? $"{pair.Value}-{connection}" : pair.Value) : source;
}
