using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Writing;

public sealed class EnrichTests
{
    private static readonly DeadLetter Letter = Some.Letter(SomeRecord.At(7, headers: Some.Headers(("a", "1"), ("b", "2"), ("a", "3"), ("dlq.depth", "1"))));

    [Fact]
    public void Key_value_and_headers_are_what_it_makes_of_them()
    {
        Message<byte[]?, byte[]?> written = Write((draft, why) =>
        {
            draft.Key = [9];
            draft.Value = null;
            draft.SetHeader("a", $"{why.Message.Offset.Value} {why.Attempts}");
            draft.SetHeader("c", [1]);
            draft.RemoveHeader("b");
        });

        Assert.Equal([9], written.Key!);
        Assert.Null(written.Value);
        Assert.Equal(["a", "c"], written.Headers.Select(header => header.Key).Where(name => !DeadLetterHeaders.IsOwned(name)));
        Assert.Equal(("7 3", "2", null), (written.Headers.Text("a"), written.Headers.Text("dlq.depth"), written.Headers.Text("dlq.enrich.error")));
    }

    [Fact]
    public void A_partition_below_zero_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new LetterDraft(null, null, []) { Partition = -1 });

    [Fact]
    public void It_sees_the_message_as_its_letter_has_it()
    {
        LetterDraft? seen = null;
        Write((draft, _) => seen = draft, queue => queue.OmitHeaders("b").RedactHeaders((_, _) => "*"u8.ToArray()));

        Assert.Equal([1, 2], seen!.Key!);
        Assert.Equal([3, 4, 5], seen.Value!);
        Assert.Equal("*"u8.ToArray(), seen.Header("a"));
        Assert.Null(seen.Header("b"));
        Assert.Null(seen.Header("dlq.depth"));
    }

    [Fact]
    public void What_it_did_before_it_threw_does_not_count_and_its_type_is_told()
    {
        Message<byte[]?, byte[]?> written = Write((draft, _) =>
        {
            draft.Key![0] = 99;
            draft.Value = null;
            draft.SetHeader("a", "changed");
            throw new FormatException("secret");
        });

        Assert.Equal([1, 2], written.Key!);
        Assert.Equal([3, 4, 5], written.Value!);
        Assert.Equal(("3", "System.FormatException"), (written.Headers.Text("a"), written.Headers.Text("dlq.enrich.error")));
        Assert.Equal([1, 2], Letter.Message.Key.ToArray());
    }

    [Theory]
    [InlineData("dlq.id")]
    [InlineData("dlq.error.message")]
    public void A_letters_own_headers_cannot_be_changed(string name)
    {
        Assert.Equal("System.ArgumentException", Write((draft, _) => draft.SetHeader(name, "x")).Headers.Text("dlq.enrich.error"));
        Assert.Equal("System.ArgumentException", Write((draft, _) => draft.RemoveHeader(name)).Headers.Text("dlq.enrich.error"));
    }

    [Fact]
    public void The_mark_of_an_earlier_pass_goes_when_it_does_not_throw_again()
    {
        DeadLetter again = Some.Letter(SomeRecord.At(7, headers: Some.Headers(("dlq.enrich.error", "System.FormatException"))));

        Assert.Null(Write((_, _) => { }, letter: again).Headers.Text("dlq.enrich.error"));
    }

    [Fact]
    public void What_it_adds_counts_for_the_bound_and_goes_with_the_original_headers()
    {
        DeadLetterRecord record = Record((draft, _) => draft.SetHeader("big", new byte[3_000]), queue => queue.MaxLetterBytes(2_000), Letter);

        Assert.Equal(LetterReduction.NoOriginalHeaders, record.Least);
        Assert.Contains("big", record.At(record.Least).Headers.Text("dlq.omitted"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_throws_is_told_and_the_letter_is_delivered()
    {
        DispatcherHarness harness = new();
        Task<TopicPartitionOffset> dispatch = harness.Dispatch(Letter with { Queue = Some.Queue(queue => queue.Enrich((_, _) => throw new FormatException("x"))) });
        harness.Acknowledge(0);
        await dispatch;

        ErrorOccurred told = Assert.Single(harness.Events.OfType<ErrorOccurred>());
        Assert.Equal((ErrorType.Enrich, "orders", new Offset(7)), (told.Type, told.Topic, told.Offset!.Value));
        Assert.IsType<FormatException>(told.Error);
        Assert.Single(harness.Events.OfType<DeadLetterDelivered>());
    }

    private static Message<byte[]?, byte[]?> Write(Action<LetterDraft, DeadLetter> enrich, Action<DeadLetterQueueBuilder>? say = null, DeadLetter? letter = null) =>
        Record(enrich, say, letter ?? Letter).At(LetterReduction.None);

    private static DeadLetterRecord Record(Action<LetterDraft, DeadLetter> enrich, Action<DeadLetterQueueBuilder>? say, DeadLetter letter) => new(
        letter with
        {
            Queue = Some.Queue(queue =>
            {
                say?.Invoke(queue);
                queue.Enrich(enrich);
            }),
        },
        new DeadLetterOptions(),
        Some.Time);
}
