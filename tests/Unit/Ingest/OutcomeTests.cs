using Confluent.Kafka;
using Kafka.Dlq.Ingest;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Ingest;

/// <summary>What a sender is told once Kafka has answered; here a record is valid unless it holds "bad".</summary>
public sealed class OutcomeTests
{
    private static readonly Exception Large = new KafkaException(new Error(ErrorCode.MsgSizeTooLarge));

    [Theory]
    [InlineData("[1,2]", 202, 2, "")]
    [InlineData("""[1,"bad",3]""", 400, 2, "1:letter 1")]
    [InlineData("""["large",2]""", 413, 1, "0:")]
    [InlineData("""["large","bad"]""", 413, 0, "0:|1:letter 1")]
    [InlineData("""["large bad",2]""", 413, 1, "0:")]
    [InlineData("[]", 202, 0, "")]
    public void Each_record_is_accepted_or_refused_by_itself(string body, int status, int accepted, string refused)
    {
        Outcome outcome = OutcomeOf(body, hasQueue: true);

        Assert.Equal((status, accepted, refused), (outcome.Status, outcome.Accepted, string.Join('|', outcome.Refused.Select(record => $"{record.Index}:{record.DeadLetterId}"))));
    }

    [Fact]
    public void Without_a_queue_nothing_has_a_letter()
    {
        Outcome outcome = OutcomeOf("""["bad"]""", hasQueue: false);

        Assert.Equal((400, (string?)null), (outcome.Status, Assert.Single(outcome.Refused).DeadLetterId));
    }

    [Fact]
    public void A_letter_that_is_too_large_lies_nowhere_and_says_so() =>
        Assert.Equal(["bad", "The record's dead letter is larger than its topic takes, so it lies nowhere."], Assert.Single(OutcomeOf("\"large bad\"", hasQueue: true).Refused).Violations.Select(violation => violation.Message));

    private static Outcome OutcomeOf(string body, bool hasQueue)
    {
        Verdict verdict = Verdict.Of(
            IngestBody.Split(Encoding.UTF8.GetBytes(body)),
            allOrNothing: false,
            (bytes, index) => new JudgedRecord(index, bytes, Key: null, Has(bytes, "bad") ? [new MemberViolation("", "bad")] : []));
        return Outcome.Of(verdict, [.. verdict.Accepted.Select(record => Write(record, null)), .. verdict.Rejected.Where(_ => hasQueue).Select(record => Write(record, $"letter {record.Index}"))]);
    }

    private static RecordWrite Write(JudgedRecord record, string? letter) => new(record, letter, Has(record.Bytes, "large") ? Task.FromException(Large) : Task.CompletedTask);

    private static bool Has(ReadOnlyMemory<byte> bytes, string text) => Encoding.UTF8.GetString(bytes.Span).Contains(text, StringComparison.Ordinal);
}
