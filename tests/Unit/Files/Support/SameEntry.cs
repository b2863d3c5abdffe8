using Kafka.Dlq.Files;

namespace Kafka.Dlq.Tests.Unit.Files.Support;

/// <summary>Compares entries byte for byte, what is null with what is null.</summary>
internal static class SameEntry
{
    public static void Equal(DeadLetterEntry expected, DeadLetterEntry actual)
    {
        Assert.Equal(expected with { Key = null, Value = null, Headers = null }, actual with { Key = null, Value = null, Headers = null });
        Assert.Equal(expected.Key?.ToArray(), actual.Key?.ToArray());
        Assert.Equal(expected.Value?.ToArray(), actual.Value?.ToArray());
        Assert.Equal(HeadersOf(expected), HeadersOf(actual));
    }

    // As text, null apart from empty, because arrays within are not compared by their bytes.
    private static string[]? HeadersOf(DeadLetterEntry entry) =>
        entry.Headers is null ? null : [.. entry.Headers.Select(header => $"{header.Key}={(header.GetValueBytes() is { } value ? Convert.ToHexString(value) : "null")}")];
}
