using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Routing;
using System.Reflection;

namespace Kafka.Dlq.Rejecting;

/// <summary>
/// Reads the payloads of a batch before its run, where those that cannot be read are to be rejected, so that the consumer is only given the others. Belongs to the worker.
/// </summary>
internal sealed class BatchScreen(PartitionAssignment assignment, Rejecter rejecter)
{
    private static readonly MethodInfo ReadAs = typeof(BatchScreen).GetMethod(nameof(ReadPayload), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Action<Message>? _read = assignment.Topic.Actions.Unreadable == DeadLetterAction.Throw ? null : ReaderOf(assignment.Topic.Route);

    /// <summary>The messages that can be read; the others are rejected. The same messages where all can, and where nobody asked to look.</summary>
    public ArraySegment<Message> Readable(ArraySegment<Message> messages, int attempt)
    {
        if (_read is null)
        {
            return messages;
        }

        List<Message>? readable = null;
        for (int index = 0; index < messages.Count; index++)
        {
            if (CanRead(messages[index], attempt))
            {
                readable?.Add(messages[index]);
            }
            else
            {
                readable ??= [.. messages[..index]];
            }
        }

        return readable is null ? messages : readable.ToArray();
    }

    /// <summary>Goes on behind messages of which none can be read.</summary>
    public long Pass(ArraySegment<Message> messages)
    {
        long last = messages[^1].Offset.Value;
        if (assignment.Topic.Route.ManualOffsetManagement)
        {
            assignment.Offsets.MoveCursor(last + 1);
        }
        else
        {
            assignment.Offsets.Mark(last);
        }

        return last + 1;
    }

    private bool CanRead(Message message, int attempt)
    {
        if (rejecter.Memory.IsRejected(message.Offset.Value))
        {
            return false;
        }

        try
        {
            _read!(message);
            return true;
        }
        catch (MessageDeserializationException exception)
        {
            rejecter.Reject(new Rejection(message, message, exception, Reason: null, ErrorKind.Deserialization, attempt, Consumer: null));
            return false;
        }
        catch (Exception)
        {
            // Anything else, a critical error for instance, is the run's to meet and the retry engine's to judge.
            return true;
        }
    }

    /// <summary>Reads the payload of a message of a route; null where nobody said what payloads are.</summary>
    public static Action<Message>? ReaderOf(TopicRoute route)
    {
        Type? payload = MessageFormat.PayloadType(route.ConsumerType) ?? route.Feature<PayloadDeserializer>()?.Deserializer.GetType().GetInterfaces()
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDeserializer<>))?.GetGenericArguments()[0];
        return payload is null ? null : ReadAs.MakeGenericMethod(payload).CreateDelegate<Action<Message>>();
    }

    private static void ReadPayload<T>(Message message) => message.Payload<T>();
}
