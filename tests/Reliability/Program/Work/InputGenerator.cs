using Confluent.Kafka;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Reliability.Work;

/// <summary>Makes records that nobody would write on purpose. The same random numbers make the same records.</summary>
internal sealed class InputGenerator(Random random)
{
    private const int Large = 1024 * 1024;
    private const int OneIsLarge = 250;
    private const int Deep = 5_000;
    private const int MostHeaders = 40;

    private static readonly byte[] AllBytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    // What the framework itself reads: a record that already was a letter, or claims so, and trace contexts.
    private static readonly string[] KnownNames =
    [
        "dlq.id", "dlq.depth", "dlq.attempts", "dlq.source.topic", "dlq.source.partition", "dlq.source.offset", "dlq.origin.topic", "dlq.origin.partition", "dlq.origin.offset",
        "dlq.omitted", "dlq.error.message", "dlq.", "DLQ.ID", "traceparent", "tracestate", "planted", "", " ", "ключ", "名", "a\0b", new string('n', 300),
    ];

    public Message<byte[]?, byte[]?> Next(long number) => new() { Key = Key(), Value = Value(number), Headers = Headers() };

    private byte[]? Key() => random.Next(5) switch
    {
        0 => null,
        1 => [],
        2 => AllBytes,
        3 => Bytes(random.Next(1, 2_000)),
        _ => Encoding.UTF8.GetBytes($"key-{random.Next(100)}"),
    };

    private byte[]? Value(long number) => number % OneIsLarge == 1 ? Bytes(Large) : random.Next(12) switch
    {
        0 => null,
        1 => [],
        2 => AllBytes,
        3 => Bytes(random.Next(1, 5_000)),
        4 => Encoding.UTF8.GetBytes(new string('[', Deep)),
        5 => [0xEF, 0xBB, 0xBF, .. Json(number)],
        6 => Encoding.UTF8.GetBytes($"{{\"number\":{new string('9', 400)},\"fault\":0}}"),
        7 => "null"u8.ToArray(),
        8 => [0xC3, 0x28, 0xFF, 0xFE, 0x00],
        9 => Json(number),
        _ => Mutated(Json(number)),
    };

    private byte[] Json(long number) => JsonSerializer.SerializeToUtf8Bytes(new WorkItem(number, (PlantedFault)random.Next(6)), JsonSerializerOptions.Web);

    private byte[] Mutated(byte[] bytes)
    {
        List<byte> mutated = [.. bytes];
        for (int left = random.Next(1, 5); left > 0 && mutated.Count > 0; left--)
        {
            int place = random.Next(mutated.Count);
            switch (random.Next(4))
            {
                case 0:
                    mutated[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    mutated.RemoveAt(place);
                    break;
                case 2:
                    mutated.Insert(place, (byte)random.Next(256));
                    break;
                default:
                    mutated.RemoveRange(place, mutated.Count - place);
                    break;
            }
        }

        return [.. mutated];
    }

    private Headers? Headers()
    {
        if (random.Next(4) == 0)
        {
            return null;
        }

        Headers headers = [];
        for (int left = random.Next(random.Next(10) == 0 ? MostHeaders : 6); left > 0; left--)
        {
            headers.Add(KnownNames[random.Next(KnownNames.Length)], HeaderValue());
        }

        return headers;
    }

    private byte[]? HeaderValue() => random.Next(7) switch
    {
        0 => null,
        1 => [],
        2 => AllBytes,
        3 => "2147483647"u8.ToArray(),
        4 => "-9223372036854775808"u8.ToArray(),
        5 => [(byte)random.Next(4)],
        _ => Bytes(random.Next(1, 300)),
    };

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
