using Spectre.Console;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>Writes tables to the terminal.</summary>
internal static class Screen
{
    // Where the output goes to a file, lines may be as long as they are.
    private const int WideEnough = 200;

    public static void Write(ReportTable table)
    {
        Table shown = new() { Border = TableBorder.Rounded };
        foreach (string column in table.Columns)
        {
            TableColumn added = new(Markup.Escape(column)) { NoWrap = true, Alignment = column == table.Columns[0] ? Justify.Left : Justify.Right };
            shown.AddColumn(added);
        }

        foreach (IReadOnlyList<string> row in table.Rows)
        {
            shown.AddRow([.. row.Select(Markup.Escape)]);
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WideEnough;
        }

        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine(table.Title);
        AnsiConsole.Write(shown);
    }
}
