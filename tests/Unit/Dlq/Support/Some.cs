using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Dlq.Support;

/// <summary>Values that do not matter to a test, or only in part.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static DeadLetter Letter(KafkaRecord? message = null, Exception? error = null) =>
        new(message ?? SomeRecord.At(17), "orders.dlq", "billing", 3, ErrorKind.Consume, error ?? new InvalidOperationException("no such customer"), null, Time.AddMinutes(-1), Time, "OrdersConsumer");

    /// <summary>A queue of which something is said beside its topic.</summary>
    public static DeadLetterQueueSettings Queue(Action<DeadLetterQueueBuilder> say)
    {
        DeadLetterQueueBuilder queue = new();
        say(queue.Topic("orders.dlq"));
        return queue.Build();
    }

    public static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }

    public static string? Text(this Headers headers, string name) =>
        headers.TryGetLastBytes(name, out byte[] bytes) ? Encoding.UTF8.GetString(bytes) : null;

    public static Headers Headers(params (string Name, string? Text)[] headers)
    {
        Headers made = [];
        foreach ((string name, string? text) in headers)
        {
            made.Add(name, text is null ? null! : Encoding.UTF8.GetBytes(text));
        }

        return made;
    }
}
