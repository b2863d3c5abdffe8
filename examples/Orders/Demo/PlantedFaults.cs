using Confluent.Kafka;
using System.Text;

namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>Which orders have which fault: the same of every hundred. A header says so, for the audit; the consumer never looks at it.</summary>
internal static class PlantedFaults
{
    private const string Header = "planted";

    /// <summary>Of a hundred orders 1 is unparsable, 1 has a negative total, 5 fail once and 1 fails twice.</summary>
    public static PlantedFault Of(long order) => (order % 100) switch
    {
        13 => PlantedFault.Unparsable,
        37 => PlantedFault.NegativeTotal,
        5 or 25 or 45 or 65 or 85 => PlantedFault.FailsOnce,
        71 => PlantedFault.FailsTwice,
        _ => PlantedFault.None,
    };

    public static Headers ToHeaders(this PlantedFault fault) => [new Header(Header, Encoding.UTF8.GetBytes(fault.ToString()))];

    /// <summary>The fault of a record; null for one that this demonstration did not write.</summary>
    public static PlantedFault? Of(Headers headers) =>
        headers.TryGetLastBytes(Header, out byte[] value) && Enum.TryParse(Encoding.UTF8.GetString(value), out PlantedFault fault) ? fault : null;
}
