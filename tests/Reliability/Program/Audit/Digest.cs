using Confluent.Kafka;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>A number that stands for the bytes of a record: its key, its value and its headers other than those of dead letters.</summary>
internal static class Digest
{
    private const string LetterHeaders = "dlq.";

    public static ulong Of(Message<byte[]?, byte[]?> message)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, message.Key);
        Append(hash, message.Value);
        foreach (IHeader header in message.Headers ?? [])
        {
            if (!header.Key.StartsWith(LetterHeaders, StringComparison.Ordinal))
            {
                Append(hash, System.Text.Encoding.UTF8.GetBytes(header.Key));
                Append(hash, header.GetValueBytes());
            }
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    // The length before the bytes, and -1 for null: an empty value is not a missing one.
    private static void Append(IncrementalHash hash, byte[]? bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(bytes ?? []);
    }
}
