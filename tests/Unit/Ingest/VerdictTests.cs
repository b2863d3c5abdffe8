using Kafka.Dlq.Ingest;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Ingest;

/// <summary>What becomes of the records of a body; here a record is valid unless it holds "bad".</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData("""{"n":1}""", """{"n":1}""", "")]
    [InlineData("""{"n":"bad"}""", "", """{"n":"bad"}""")]
    [InlineData("""[1, "bad" ,{"n": [ 2 ]}]""", """1|{"n": [ 2 ]}""", "\"bad\"")]
    [InlineData("[]", "", "")]
    [InlineData(" [ [1,2] , null ] ", "[1,2]|null", "")]
    [InlineData("[1,", "", "[1,")]
    [InlineData("[1] 2", "", "[1] 2")]
    [InlineData("{}{}", "", "{}{}")]
    [InlineData("", "", "")]
    [InlineData("bad json", "", "bad json")]
    public void Only_what_is_invalid_is_rejected(string body, string accepted, string rejected)
    {
        Verdict verdict = Judge(body, allOrNothing: false);

        Assert.Equal((accepted, rejected), (Text(verdict.Accepted), Text(verdict.Rejected)));
    }

    [Theory]
    [InlineData("""[1,"bad",2]""", "", "\"bad\"")]
    [InlineData("[1,2]", "1|2", "")]
    public void All_or_nothing_takes_none_beside_an_invalid_one(string body, string accepted, string rejected)
    {
        Verdict verdict = Judge(body, allOrNothing: true);

        Assert.Equal((accepted, rejected), (Text(verdict.Accepted), Text(verdict.Rejected)));
    }

    [Fact]
    public void An_empty_body_is_rejected_once() => Assert.Single(Judge("", allOrNothing: false).Rejected);

    [Theory]
    [InlineData("""["bad","bad"]""")]
    [InlineData("""["bad",1]""")]
    [InlineData("not json at all")]
    public void No_byte_of_a_body_is_stored_twice(string body)
    {
        Verdict verdict = Judge(body, allOrNothing: false);

        Assert.True(verdict.Accepted.Concat(verdict.Rejected).Sum(record => record.Bytes.Length) <= Encoding.UTF8.GetByteCount(body));
    }

    private static Verdict Judge(string body, bool allOrNothing) => Verdict.Of(
        IngestBody.Split(Encoding.UTF8.GetBytes(body)),
        allOrNothing,
        (bytes, index) => new JudgedRecord(index, bytes, Key: null, Encoding.UTF8.GetString(bytes.Span).Contains("bad", StringComparison.Ordinal) ? [new MemberViolation("", "bad")] : []));

    private static string Text(IEnumerable<JudgedRecord> records) => string.Join('|', records.Select(record => Encoding.UTF8.GetString(record.Bytes.Span)));
}
