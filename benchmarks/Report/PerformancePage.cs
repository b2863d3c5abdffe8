using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>Writes results into a Markdown page, between two remarks; what stands around them is written by people and stays.</summary>
internal static class PerformancePage
{
    private const string Begin = "<!-- results: written by ./bench, do not edit -->";
    private const string End = "<!-- end of results -->";

    /// <summary>Writes the page's results and, beside it, the plot.</summary>
    /// <exception cref="BenchException">The page is missing or has no place for results.</exception>
    public static void Write(BenchResults results, string file)
    {
        string plot = Path.ChangeExtension(file, ".svg");
        bool hasPlot = ThroughputPlot.TryDraw(results.Throughput, out string drawing);
        if (hasPlot)
        {
            File.WriteAllText(plot, drawing);
        }

        Put(file, Text(results, hasPlot ? Path.GetFileName(plot) : null));
    }

    /// <summary>Writes tables and where they were measured into a page.</summary>
    /// <exception cref="BenchException">The page is missing or has no place for results.</exception>
    public static void Write(IEnumerable<ReportTable> tables, RunInfo run, string file)
    {
        StringBuilder text = new();
        foreach (ReportTable table in tables.Prepend(EnvironmentOf(run)))
        {
            Append(text, table);
        }

        Put(file, text.ToString());
    }

    private static void Put(string file, string text)
    {
        string page = File.Exists(file) ? File.ReadAllText(file) : throw new BenchException($"There is no page {file} to write the results into.");
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new BenchException($"{file} has no place for results: a line '{Begin}' and below it a line '{End}'.");
        }

        File.WriteAllText(file, page[..(begin + Begin.Length)] + "\n\n" + text + page[end..]);
    }

    private static string Text(BenchResults results, string? plot)
    {
        StringBuilder text = new();
        Append(text, EnvironmentOf(results.Run ?? throw new BenchException("The results do not say where they were measured.")));
        Append(text, Marks.TableOf(results));
        if (plot is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"![Records a second of each contender, with the spread of the rounds]({plot})\n\n");
        }

        foreach (ReportTable table in ReportTables.All(results))
        {
            Append(text, table);
        }

        return text.ToString();
    }

    private static ReportTable EnvironmentOf(RunInfo run) => new(
        "Measured with",
        ["", ""],
        [
            ["date", run.Date.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)],
            ["command", run.Command],
            ["source", run.Source],
            ["processor", run.Processor],
            ["memory", string.Create(CultureInfo.InvariantCulture, $"{run.Memory / 1e9:N1} GB")],
            ["system", run.System],
            ["runtime", run.Runtime],
            ["client", run.Client],
            ["broker", run.Broker],
        ]);

    private static void Append(StringBuilder text, ReportTable table)
    {
        text.Append(CultureInfo.InvariantCulture, $"### {table.Title}\n\n");
        text.Append(RowOf(table.Columns));
        text.Append('|').Append(string.Concat(table.Columns.Select((_, column) => column == 0 ? "---|" : "---:|"))).Append('\n');
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            text.Append(RowOf(row));
        }

        text.Append('\n');
    }

    private static string RowOf(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Escaped))} |\n";

    private static string Escaped(string cell) => cell.Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
