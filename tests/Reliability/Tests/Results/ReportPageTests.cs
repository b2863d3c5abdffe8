using Kafka.Dlq.Reliability.Campaigns;
using Kafka.Dlq.Reliability.Results;

namespace Kafka.Dlq.Tests.Reliability.Results;

public sealed class ReportPageTests
{
    private const string Page = "# Guarantees\n\n<!-- figures: written by ./prove report -->\nold\n<!-- end of figures -->\n\nThe end.\n";

    [Fact]
    public void Pieces_are_summed_and_count_as_full_when_they_reach_the_goal()
    {
        string page = Report(Result(kills: 600, records: 600_000), Result(kills: 400, records: 400_000));

        Assert.Contains("kills 1,000, records 1,000,000, lost 0 (2 pieces, summed)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("old", page, StringComparison.Ordinal);
        Assert.EndsWith("\nThe end.\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_run_in_full_says_so()
    {
        string page = Report(Result(kills: 600, records: 600_000));

        Assert.Contains("not run in full yet; so far: kills 600", page, StringComparison.Ordinal);
        Assert.Contains("| R4 | three brokers: leader killed, frozen; its network cut, slow, narrow, reset | lost 0; goes on within 2 x session timeout, 90 s with the clients' and the brokers' default of 45 s | not run in full yet |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_that_failed_is_shown_and_does_not_count()
    {
        string page = Report(Result(kills: 1_000, records: 1_000_000) with { Failures = ["3 records are LOST"] });

        Assert.Contains("**1 run(s) FAILED: 3 records are LOST** not run in full yet", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_without_markers_is_refused() =>
        Assert.Throws<InvalidDataException>(() => ReportPage.Replace("# Guarantees", Catalog.All, []));

    private static string Report(params CampaignResult[] results) => ReportPage.Replace(Page, Catalog.All, results);

    private static CampaignResult Result(int kills, int records) => new()
    {
        Id = "R1",
        Title = "SIGKILL",
        Figures = [new("kills", kills), new("records", records), new("lost", 0)],
        Failures = [],
        Command = "./prove R1",
    };
}
