namespace Kafka.Dlq.Connection.Native;

/// <summary>The bytes of one record where the client has them. A missing key or payload is not an empty one.</summary>
internal readonly ref struct RecordBytes(ReadOnlySpan<byte> key, bool hasKey, ReadOnlySpan<byte> payload, bool hasPayload)
{
    public ReadOnlySpan<byte> Key { get; } = key;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    public int Length => Key.Length + Payload.Length;

    public int KeyLength => hasKey ? Key.Length : -1;

    public int PayloadLength => hasPayload ? Payload.Length : -1;
}
