using Confluent.Kafka;
using System.Text;

namespace Kafka.Dlq.DeadLetters;

/// <summary>How much has to be left out of a letter for it to keep its route's bound. Pure.</summary>
internal static class LetterBound
{
    /// <summary>The first step at which the letter keeps the bound; null when it keeps it at none.</summary>
    /// <param name="at">The letter at a step.</param>
    /// <param name="bound">The most bytes, see <see cref="SizeOf"/>.</param>
    public static LetterReduction? FirstThatFits(Func<LetterReduction, Message<byte[]?, byte[]?>> at, int bound)
    {
        for (LetterReduction reduction = LetterReduction.None; reduction <= LetterReduction.NoOriginalHeaders; reduction++)
        {
            if (SizeOf(at(reduction)) <= bound)
            {
                return reduction;
            }
        }

        return null;
    }

    /// <summary>The bytes of key, value, and the names and values of headers, without what the protocol adds.</summary>
    public static long SizeOf(Message<byte[]?, byte[]?> letter) =>
        (letter.Key?.Length ?? 0) + (letter.Value?.Length ?? 0) + letter.Headers.Sum(header => (long)Encoding.UTF8.GetByteCount(header.Key) + (header.GetValueBytes()?.Length ?? 0));

    /// <summary>Why a letter that keeps the bound at no step is not sent: as if its topic had refused it.</summary>
    public static KafkaException Exceeded(long smallest, int bound) =>
        new(new Error(ErrorCode.MsgSizeTooLarge, $"at its smallest it takes {smallest} bytes, and MaxLetterBytes allows {bound}"));
}
