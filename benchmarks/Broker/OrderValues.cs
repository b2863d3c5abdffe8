using System.Globalization;
using System.Text.Json;

namespace Kafka.Dlq.Benchmarks.Broker;

/// <summary>Values of one exact size, different from each other, made once and used in turn.</summary>
internal sealed class OrderValues
{
    private const int Different = 1_000;

    private readonly byte[][] _values;

    public OrderValues(int size) => _values = [.. Enumerable.Range(0, Different).Select(number => Value(number, size))];

    public byte[] this[long index] => _values[index % Different];

    private static byte[] Value(int number, int size)
    {
        Order empty = new(100_000 + number, string.Create(CultureInfo.InvariantCulture, $"c-{number:0000}"), number + 0.25m, "");
        int missing = size - Bytes(empty).Length;
        if (missing < 0)
        {
            throw new BenchException($"Values of {size} bytes are too small for an order; the smallest are of {size - missing} bytes.");
        }

        return Bytes(empty with { Note = new string('n', missing) });
    }

    private static byte[] Bytes(Order order) => JsonSerializer.SerializeToUtf8Bytes(order, OrderJson.Default.Order);
}
