using System.Numerics;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Files.Format;

/// <summary>CRC-32C (Castagnoli): finds every flip of up to three bits in a block, and every burst of up to 32.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(uint.MaxValue, bytes);

    /// <summary>Of a place and two pieces, as if they lay one behind the other.</summary>
    public static uint Of(long place, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        ~Continue(Continue(BitOperations.Crc32C(uint.MaxValue, (ulong)place), first), second);

    private static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte single in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, single);
        }

        return crc;
    }
}
