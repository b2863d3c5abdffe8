using Kafka.Dlq.Reliability.Campaigns;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Reliability.Results;

/// <summary>Renders what was measured into a page, between two markers.</summary>
internal static class ReportPage
{
    private const string Begin = "<!-- figures: written by ./prove report -->";
    private const string End = "<!-- end of figures -->";

    /// <summary>The page with its figures replaced.</summary>
    /// <exception cref="InvalidDataException">The page has no markers.</exception>
    public static string Replace(string page, IReadOnlyList<ICampaign> campaigns, IReadOnlyList<CampaignResult> results)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"The page needs the lines '{Begin}' and '{End}': the figures are written between them.");
        }

        return $"{page[..(begin + Begin.Length)]}\n\n{Render(campaigns, results)}\n{page[end..]}";
    }

    private static string Render(IReadOnlyList<ICampaign> campaigns, IReadOnlyList<CampaignResult> results)
    {
        StringBuilder text = new("| id | campaign | must show | measured |\n|---|---|---|---|\n");
        StringBuilder runs = new();
        foreach (ICampaign campaign in campaigns)
        {
            Summary summary = Summary.Of(results.Where(result => result.Id == campaign.Id));
            text.Append(CultureInfo.InvariantCulture, $"| {campaign.Id} | {campaign.Title} | {campaign.Promise} | {Measured(campaign, summary)} |\n");
            summary.Kept.Concat(summary.Failed).Select(Run).ToList().ForEach(run => runs.Append(run));
        }

        return runs.Length == 0 ? text.ToString() : $"{text}\nThe runs behind these figures:\n\n{runs}";
    }

    private static string Measured(ICampaign campaign, Summary summary)
    {
        string figures = string.Join(", ", summary.Figures.Where(figure => !figure.Name.StartsWith("of these", StringComparison.Ordinal)).Select(figure => $"{figure.Name} {figure}"));
        string pieces = summary.Kept.Count > 1 ? $" ({summary.Kept.Count} pieces, summed)" : "";
        string state = summary.Reaches(campaign.Goals) ? $"{figures}{pieces}"
            : summary.Kept.Count > 0 ? $"not run in full yet; so far: {figures}{pieces}"
            : "not run in full yet";
        return summary.Failed.Count > 0 ? $"**{summary.Failed.Count} run(s) FAILED: {summary.Failed[0].Failures[0].Replace('|', '/')}** {state}" : state;
    }

    private static string Run(CampaignResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"- {result.Id}, {result.Date:yyyy-MM-dd HH:mm} UTC, {result.Elapsed.TotalMinutes:0.0} min{(result.Passed ? "" : ", **failed**")}: `{result.Command}`; {result.Machine}; {result.Versions}\n");
}
