using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Reliability.Audit;

public sealed class OutageBookTests
{
    [Fact]
    public void Rate_of_before_is_looked_for_behind_the_outage()
    {
        // Two a second for ten seconds, an outage of ten, and two seconds until they come again, one and then two a second.
        LedgerLine[] lines = [.. Every(0.5, 0, 10), Line(LedgerKind.Handled, 12), .. Every(1, 22, 24), .. Every(0.5, 24, 30)];

        OutageBook book = Book(lines);

        Assert.Equal(2, book.NormalRate, tolerance: 0.01);
        Assert.Equal(1, book.Handled);
        Assert.Equal(4.5, Assert.NotNull(book.Recovery).TotalSeconds, tolerance: 0.01);
    }

    [Fact]
    public void Rate_that_does_not_come_back_is_told() => Assert.Null(Book([.. Every(0.5, 0, 10), .. Every(1, 20, 60)]).Recovery);

    [Fact]
    public void Letters_are_counted_in_the_outage_and_in_any_minute()
    {
        LedgerLine[] lines = [.. Letters(5, 1, 2, 3), .. Letters(1, 12), .. Letters(4, 62, 65)];

        OutageBook book = Book(lines);

        Assert.Equal((1, 16), (book.Letters, book.MostInAMinute));
    }

    private static OutageBook Book(LedgerLine[] lines) => OutageBook.Of(lines.OrderBy(line => line.Stamp), At(0), At(10), At(20));

    private static IEnumerable<LedgerLine> Every(double seconds, double from, double to)
    {
        for (double at = from; at < to; at += seconds)
        {
            yield return Line(LedgerKind.Handled, at);
        }
    }

    private static IEnumerable<LedgerLine> Letters(int each, params double[] at) => at.SelectMany(second => Enumerable.Repeat(Line(LedgerKind.Dispatched, second), each));

    private static LedgerLine Line(LedgerKind kind, double second) => new(kind, At(second), 0, 0, "");

    private static long At(double second) => (long)((1_000 + second) * Stopwatch.Frequency);
}
