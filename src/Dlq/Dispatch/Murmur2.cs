using System.Buffers.Binary;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The hash by which Kafka's Java producer finds the partition of a key (MurmurHash2, 32 bits, with the seed that Kafka uses). Pure.</summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Mix = 0x5bd1e995;
    private const int Shift = 24;

    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        uint hash = Seed ^ (uint)bytes.Length;
        while (bytes.Length >= sizeof(uint))
        {
            uint part = BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Mix;
            part ^= part >> Shift;
            hash = (hash * Mix) ^ (part * Mix);
            bytes = bytes[sizeof(uint)..];
        }

        if (bytes.Length > 0)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                hash ^= (uint)bytes[i] << (8 * i);
            }

            hash *= Mix;
        }

        hash ^= hash >> 13;
        hash *= Mix;
        return hash ^ (hash >> 15);
    }
}
