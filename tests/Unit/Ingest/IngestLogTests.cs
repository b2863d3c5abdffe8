using Kafka.Dlq.Ingest;

namespace Kafka.Dlq.Tests.Unit.Ingest;

public sealed class IngestLogTests
{
    [Theory]
    [InlineData(0, "none")]
    [InlineData(2, "id 0, id 1")]
    [InlineData(12, "id 0, id 1, id 2, id 3, id 4, id 5, id 6, id 7, id 8, id 9 and 2 more")]
    public void A_line_names_the_first_letters_only(int count, string expected) =>
        Assert.Equal(expected, IngestLog.IdsOf([.. Enumerable.Range(0, count).Select(index => new RefusedRecord(index, $"id {index}", [])), new RefusedRecord(99, null, [])]));
}
