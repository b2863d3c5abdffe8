using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Tests.Reliability.Audit;

public sealed class LedgerFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ledger");

    [Fact]
    public void Line_can_be_read_before_the_ledger_is_closed()
    {
        using Ledger ledger = new(_path);

        ledger.Write(LedgerKind.Handled, 3, 4711);
        ledger.Write(LedgerKind.Error, "Commit\nfailed");

        LedgerLine[] lines = [.. LedgerFile.Read(_path)];
        Assert.Equal((LedgerKind.Handled, 3, 4711L, ""), (lines[0].Kind, lines[0].Partition, lines[0].Offset, lines[0].Text));
        Assert.Equal((LedgerKind.Error, "Commit failed"), (lines[1].Kind, lines[1].Text));
        Assert.True(lines[1].Stamp >= lines[0].Stamp);
    }

    [Fact]
    public void Torn_last_line_is_left_out()
    {
        File.WriteAllText(_path, "H 1 0 5\nH 2 0 1");

        Assert.Equal(5, Assert.Single(LedgerFile.Read(_path)).Offset);
    }

    [Fact]
    public void Line_of_another_kind_of_file_is_refused()
    {
        File.WriteAllText(_path, "something else\n");

        FormatException refused = Assert.Throws<FormatException>(() => LedgerFile.Read(_path).ToList());

        Assert.Contains("something else", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_lines_than_fit_into_one_read_are_all_there()
    {
        const int Many = 20_000;
        File.WriteAllLines(_path, Enumerable.Range(0, Many).Select(offset => $"H 1 0 {offset}"));

        Assert.Equal(Enumerable.Range(0, Many).Select(offset => (long)offset), LedgerFile.Read(_path).Select(line => line.Offset));
    }

    public void Dispose() => File.Delete(_path);
}
