using System.Collections.Frozen;

namespace Kafka.Dlq.Letters;

/// <summary>The sources of letters in the words of headers and of the JSON model, which calls three of them by names of its own. Pure.</summary>
internal static class LetterSources
{
    private static readonly FrozenDictionary<DeadLetterSource, string> Words = new Dictionary<DeadLetterSource, string>
    {
        [DeadLetterSource.Ingest] = "api",
        [DeadLetterSource.Transform] = "transform",
        [DeadLetterSource.Sink] = "table",
        [DeadLetterSource.Consume] = "consume",
        [DeadLetterSource.Deserialize] = "deserialize",
        [DeadLetterSource.Redrive] = "redrive",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, DeadLetterSource> ByWord = Words
        .SelectMany(pair => new[] { KeyValuePair.Create(pair.Value, pair.Key), KeyValuePair.Create(pair.Key.ToString(), pair.Key) })
        .DistinctBy(pair => pair.Key.ToUpperInvariant())
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string ToWord(DeadLetterSource source) => Words[source];

    /// <summary>A word that nobody knows is told as <see cref="DeadLetterSource.Consume"/>, where most letters come from.</summary>
    public static DeadLetterSource FromWord(string? word) => ByWord.GetValueOrDefault(word ?? "", DeadLetterSource.Consume);

    /// <summary>The source of a letter by its <c>dlq.error.kind</c>; a kind that nobody knows is told as <see cref="DeadLetterSource.Consume"/>.</summary>
    public static DeadLetterSource OfKind(string? kind) => kind switch
    {
        "deserialization" => DeadLetterSource.Deserialize,
        "transform" => DeadLetterSource.Transform,
        "ingest" => DeadLetterSource.Ingest,
        "sink" => DeadLetterSource.Sink,
        _ => DeadLetterSource.Consume,
    };
}
