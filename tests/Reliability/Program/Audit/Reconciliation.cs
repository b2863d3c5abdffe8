using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>Gathers what is known of a source topic, by coordinate, and strikes the balance.</summary>
internal sealed class Reconciliation(string topic)
{
    private const int PlacesNamed = 10;

    private readonly SortedDictionary<int, PartitionBook> _books = [];
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);
    private long _altered;
    private long _marksAfterRevoke;

    public PartitionBook this[int partition]
    {
        get
        {
            if (!_books.TryGetValue(partition, out PartitionBook? book))
            {
                _books[partition] = book = new PartitionBook();
            }

            return book;
        }
    }

    /// <summary>Takes in a line of a worker's ledger.</summary>
    public void Take(LedgerLine line)
    {
        switch (line.Kind)
        {
            case LedgerKind.Handled:
                this[line.Partition].Handled(line.Offset, line.Stamp);
                break;
            case LedgerKind.MarkedAfterRevoke:
                _marksAfterRevoke++;
                break;
            case LedgerKind.Error:
                Note(line.Text);
                break;
        }
    }

    /// <summary>Takes in a letter that names a record of this topic as its source.</summary>
    public void TakeLetter(int partition, long offset, string id, ulong digest) => _altered += this[partition].HasLetter(offset, id, digest) ? 0 : 1;

    public Balance Strike()
    {
        Balance balance = new()
        {
            Altered = _altered,
            MarksAfterRevoke = _marksAfterRevoke,
            Errors = [.. _errors.OrderByDescending(error => error.Value.Count).Select(error => $"{error.Value.Count:N0} errors of {error.Key}, for instance: {error.Value[0]}")],
        };
        foreach ((int partition, PartitionBook book) in _books)
        {
            balance = Add(balance, partition, book);
        }

        return balance;
    }

    private void Note(string error)
    {
        string kind = error.Split(' ')[0];
        if (!_errors.TryGetValue(kind, out List<string>? errors))
        {
            _errors[kind] = errors = [];
        }

        errors.Add(error);
    }

    private Balance Add(Balance balance, int partition, PartitionBook book)
    {
        List<string> lost = [];
        long handled = 0, doubled = 0, lettered = 0, letters = 0, ids = 0, missing = 0, inversions = 0, surprises = 0;
        long latest = 0;
        foreach (RecordFate fate in book.Fates())
        {
            handled += fate.Handled > 0 ? 1 : 0;
            doubled += Math.Max(0, fate.Handled - 1);
            lettered += fate.LetterIds.Count > 0 ? 1 : 0;
            letters += fate.LetterIds.Count;
            ids += fate.LetterIds.Count > 1 ? fate.LetterIds.Distinct(StringComparer.Ordinal).Count() : fate.LetterIds.Count;
            surprises += fate.IsAsPlanted ? 0 : 1;
            inversions += fate.Handled > 0 && fate.FirstHandled < latest ? 1 : 0;
            latest = Math.Max(latest, fate.FirstHandled);
            missing += fate.IsAccountedFor ? 0 : 1;
            if (!fate.IsAccountedFor && fate.Offset < book.Committed)
            {
                lost.Add($"{topic}/{partition}/{fate.Offset} ({fate.Planted})");
            }
        }

        return balance with
        {
            Records = balance.Records + book.End,
            Handled = balance.Handled + handled,
            Doubled = balance.Doubled + doubled,
            Lettered = balance.Lettered + lettered,
            DoubledLetters = balance.DoubledLetters + letters - lettered,
            DoubledLettersById = balance.DoubledLettersById + ids - lettered,
            Lost = balance.Lost + lost.Count,
            Unfinished = balance.Unfinished + missing - lost.Count,
            NotAsPlanted = balance.NotAsPlanted + surprises,
            Inversions = balance.Inversions + inversions,
            LostPlaces = [.. balance.LostPlaces.Concat(lost).Take(PlacesNamed)],
        };
    }
}
