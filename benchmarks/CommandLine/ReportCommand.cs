using Kafka.Dlq.Benchmarks.Report;
using System.CommandLine;

namespace Kafka.Dlq.Benchmarks.CommandLine;

/// <summary>Shows kept results again and writes them into a page.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Argument<string> json = new("json") { Description = "A file that --json wrote." };
        Option<string?> report = new("--report") { Description = "The page to write the tables into, and the plot beside it.", HelpName = "FILE" };
        Command command = new("report", "Shows kept results again, without measuring.") { json, report };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(json), new BenchOutput(Json: null, parsed.GetValue(report))));
        return command;
    }

    private static int Run(string file, BenchOutput output)
    {
        try
        {
            BenchResults results = BenchResults.Load(file);
            foreach (ReportTable table in ReportTables.All(results).Concat(Marks.MeasuredIn(results)))
            {
                Screen.Write(table);
            }

            output.SaveReport(results);
            return 0;
        }
        catch (BenchException exception)
        {
            Console.Error.WriteLine($"bench: {exception.Message}");
            return 1;
        }
    }
}
