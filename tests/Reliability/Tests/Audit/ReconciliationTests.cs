using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Tests.Reliability.Audit;

public sealed class ReconciliationTests
{
    private const ulong Digest = 42;

    private readonly Reconciliation _books = new("orders");

    [Fact]
    public void Record_that_is_committed_and_neither_handled_nor_a_letter_is_lost()
    {
        Write(count: 3);
        Handle(0);
        Handle(2);
        _books[0].Committed = 3;

        Balance balance = _books.Strike();

        Assert.Equal(1, balance.Lost);
        Assert.Equal(0, balance.Unfinished);
        Assert.Equal("orders/0/1 (None)", Assert.Single(balance.LostPlaces));
    }

    [Fact]
    public void Record_that_is_not_committed_is_unfinished_and_not_lost()
    {
        Write(count: 3);
        Handle(0);
        _books[0].Committed = 1;

        Balance balance = _books.Strike();

        Assert.Equal(0, balance.Lost);
        Assert.Equal(2, balance.Unfinished);
    }

    [Fact]
    public void Record_with_a_letter_is_not_lost()
    {
        _books[0].Add(PlantedFault.Poison, Digest);
        Letter(0, "a");
        _books[0].Committed = 1;

        Balance balance = _books.Strike();

        Assert.Equal((0, 1, 0), (balance.Lost, balance.Lettered, balance.NotAsPlanted));
    }

    [Fact]
    public void Handlings_beyond_the_first_are_doubled()
    {
        Write(count: 2);
        Handle(0);
        Handle(0);
        Handle(0);
        Handle(1);

        Balance balance = _books.Strike();

        Assert.Equal((2, 2), (balance.Handled, balance.Doubled));
    }

    [Theory]
    [InlineData("a", 0)]
    [InlineData("b", 1)]
    public void Letters_of_equal_ids_count_once(string secondId, int doubledById)
    {
        _books[0].Add(PlantedFault.Poison, Digest);
        Letter(0, "a");
        Letter(0, secondId);

        Balance balance = _books.Strike();

        Assert.Equal((1, doubledById), (balance.DoubledLetters, balance.DoubledLettersById));
    }

    [Fact]
    public void Letter_with_other_bytes_than_its_source_is_altered()
    {
        _books[0].Add(PlantedFault.Poison, Digest);

        _books.TakeLetter(0, 0, "a", Digest + 1);

        Assert.Equal(1, _books.Strike().Altered);
    }

    [Fact]
    public void First_handlings_out_of_order_are_inversions_and_repeats_are_not()
    {
        Write(count: 3);
        Handle(0, stamp: 10);
        Handle(2, stamp: 20);
        Handle(1, stamp: 30);
        Handle(2, stamp: 40);

        Assert.Equal(1, _books.Strike().Inversions);

        Reconciliation again = new("orders");
        foreach ((long offset, long stamp) in ((long, long)[])[(0, 10), (1, 20), (0, 30), (1, 40)])
        {
            if (stamp <= 20)
            {
                again[0].Add(PlantedFault.None, Digest);
            }

            again.Take(new LedgerLine(LedgerKind.Handled, stamp, 0, offset, ""));
        }

        Assert.Equal(0, again.Strike().Inversions);
    }

    [Theory]
    [InlineData(nameof(PlantedFault.Poison), true)]
    [InlineData(nameof(PlantedFault.Unparsable), true)]
    [InlineData(nameof(PlantedFault.None), false)]
    [InlineData(nameof(PlantedFault.Transient), false)]
    public void Record_that_ends_otherwise_than_planted_is_told(string planted, bool isHandled)
    {
        _books[0].Add(Enum.Parse<PlantedFault>(planted), Digest);
        if (isHandled)
        {
            Handle(0);
        }
        else
        {
            Letter(0, "a");
        }

        Assert.Equal(1, _books.Strike().NotAsPlanted);
    }

    [Fact]
    public void Offset_that_the_source_does_not_have_is_refused()
    {
        Write(count: 1);

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Handle(7));

        Assert.Contains("Offset 7", refused.Message, StringComparison.Ordinal);
    }

    private void Write(int count)
    {
        for (; count > 0; count--)
        {
            _books[0].Add(PlantedFault.None, Digest);
        }
    }

    private void Handle(long offset, long stamp = 1) => _books.Take(new LedgerLine(LedgerKind.Handled, stamp, 0, offset, ""));

    private void Letter(long offset, string id) => _books.TakeLetter(0, offset, id, Digest);
}
