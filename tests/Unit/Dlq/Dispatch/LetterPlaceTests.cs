using Kafka.Dlq.DeadLetters;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class LetterPlaceTests
{
    // What Kafka's Java client answers for these keys (org.apache.kafka.common.utils.Utils.murmur2).
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void A_key_is_hashed_as_by_the_Java_client(string key, int hash)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);

        Assert.Equal(hash, (int)Murmur2.Hash(bytes));
        Assert.Equal((hash & int.MaxValue) % 7, new LetterPlace(LetterPartition.Key, Number: null).Among(3, bytes, count: 7).Value);
    }

    [Theory]
    [InlineData(LetterPartition.Source, 3)]
    [InlineData(LetterPartition.Key, 3)]
    [InlineData(LetterPartition.Any, -1)]
    public void A_letter_without_a_key_goes_as_its_source_unless_the_producer_chooses(LetterPartition by, int partition) =>
        Assert.Equal(partition, new LetterPlace(by, Number: null).Among(8, key: null, count: 5).Value);

    [Theory]
    [InlineData(LetterPartition.Source)]
    [InlineData(LetterPartition.Key)]
    [InlineData(LetterPartition.Any)]
    public void A_number_of_its_own_decides_whatever_is_said(LetterPartition by) => Assert.Equal(2, new LetterPlace(by, Number: 7).Among(0, [1], count: 5).Value);

    [Theory]
    [InlineData(LetterPartition.Source, null)]
    [InlineData(LetterPartition.Key, null)]
    [InlineData(LetterPartition.Any, null)]
    [InlineData(LetterPartition.Source, 4)]
    [InlineData(LetterPartition.Key, 0)]
    public void What_is_written_beside_a_spooled_letter_chooses_the_same(LetterPartition by, int? number)
    {
        LetterPlace place = new(by, number);
        LetterPlace read = LetterPlace.Parse(place.ToText());

        Assert.All([null, "abc"u8.ToArray()], key => Assert.Equal(place.Among(9, key, 4), read.Among(9, key, 4)));
    }

    [Fact]
    public void What_nobody_wrote_is_the_source() => Assert.Equal(default, LetterPlace.Parse("sideways"));
}
