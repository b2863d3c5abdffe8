namespace Kafka.Dlq.Connection.Native;

/// <summary>
/// Tells for most records without headers that they have none, without asking librdkafka: to answer, it allocates, locks and frees for each record, which costs a fifth of the fetch.
/// </summary>
/// <remarks>
/// In Kafka's record format 2 (KIP-98) the number of headers follows the value, and librdkafka hands out values where they lie in what it fetched. The first is Kafka's protocol;
/// the second is seen in the versions named here, and for others librdkafka is asked. It is asked too for older records, which have no leader epoch, and for empty values, which do not lie anywhere.
/// </remarks>
internal static unsafe class HeaderPeek
{
    // rd_kafka_version(): 0xMMmmrrxx. A newer one may be added when the tests of tests/Integration/Fetching pass with it.
    private const int FirstKnown = 0x02_0f_00_00;
    private const int LastKnown = 0x02_0f_ff_ff;

    /// <summary>Whether the version of librdkafka is one that is known to hand out values in place.</summary>
    public static bool IsPossible { get; } = NativeApi.Version() is >= FirstKnown and <= LastKnown;

    /// <summary>Whether the record has no headers for sure. False means that librdkafka must be asked.</summary>
    public static bool SaysNone(NativeMessage* message, int leaderEpoch) =>
        IsPossible && leaderEpoch >= 0 && message->PayloadLength > 0 && message->Payload[message->PayloadLength] == 0;
}
