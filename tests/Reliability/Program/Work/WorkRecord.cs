using Confluent.Kafka;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Reliability.Work;

/// <summary>A work item as bytes, and what an auditor can tell from them.</summary>
internal static class WorkRecord
{
    private const string FaultHeader = "planted";

    public static Message<byte[]?, byte[]?> Of(long number, PlantedFault fault)
    {
        byte[] value = JsonSerializer.SerializeToUtf8Bytes(new WorkItem(number, fault), JsonSerializerOptions.Web);
        return new Message<byte[]?, byte[]?>
        {
            Key = Encoding.UTF8.GetBytes($"key-{number % 1000}"),
            Value = fault == PlantedFault.Unparsable ? value[..^3] : value,
            Headers = new Headers { { FaultHeader, [(byte)fault] } },
        };
    }

    /// <summary>The fault that was planted; null for a record that is none of a campaign's.</summary>
    public static PlantedFault? FaultOf(Headers headers) => headers.TryGetLastBytes(FaultHeader, out byte[] value) && value is [byte fault] ? (PlantedFault)fault : null;
}
