using Kafka.Dlq.Examples.Orders.Audit;
using Kafka.Dlq.Examples.Orders.Demo;
using Spectre.Console;
using System.Globalization;

namespace Kafka.Dlq.Examples.Orders.Screen;

/// <summary>The end of the story: what became of every order.</summary>
internal static class FinalTable
{
    private const int Listed = 10;

    public static void Write(IAnsiConsole console, AuditResult result, TallyCounts run)
    {
        console.WriteLine();
        console.Write(Build(result, run));
        List(console, "Lost", result.Lost);
        List(console, "Not as planted", result.Misplaced);
    }

    private static Table Build(AuditResult result, TallyCounts run)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("", "orders", "");
        table.Columns[1].RightAligned();
        table.AddRow("produced", Number(result.Orders), result.Orders == run.Produced ? "" : $"{Number(run.Produced)} by this run");
        table.AddRow("handled", Number(result.Handled), run.Posted == result.Handled ? "" : $"{Number(run.Posted)} by this run");
        table.AddRow("retried", Number(run.Retries), "runs that repeated a failed one");
        table.AddRow("dead-lettered", Number(result.Letters.Values.Sum()), "");
        foreach (string reason in result.Letters.Keys.Union(result.Planted.Keys, StringComparer.Ordinal))
        {
            table.AddRow($"  {Markup.Escape(reason)}", Number(result.Letters.GetValueOrDefault(reason)), $"planted: {Number(result.Planted.GetValueOrDefault(reason))}");
        }

        table.AddRow(Verdict("LOST", result.Lost.Length), Verdict(Number(result.Lost.Length), result.Lost.Length), "neither in the ledger nor a dead letter");
        table.AddRow(Verdict("not as planted", result.Misplaced.Length), Verdict(Number(result.Misplaced.Length), result.Misplaced.Length), "ended otherwise than their fault says");
        table.AddRow("doubled", Number(result.DoubledPosts + result.DoubledLetters), $"ledger entries {Number(result.DoubledPosts)}, letters {Number(result.DoubledLetters)}");
        if (result.Left > 0)
        {
            table.AddRow("left", Number(result.Left), "not done, not committed");
        }

        return table.AddRow("rate", Number((long)run.Rate), string.Create(CultureInfo.InvariantCulture, $"per second, in {run.Worked.TotalSeconds:0.0} s"));
    }

    private static string Verdict(string text, int bad) => bad == 0 ? $"[green]{text}[/]" : $"[red]{text}[/]";

    private static void List(IAnsiConsole console, string what, IReadOnlyCollection<Confluent.Kafka.TopicPartitionOffset> places)
    {
        if (places.Count > 0)
        {
            IEnumerable<string> first = places.Take(Listed).Select(at => $"{at.Topic}/{at.Partition.Value}/{at.Offset.Value}");
            console.MarkupLineInterpolated($"[red]{what}:[/] {string.Join(", ", first)}{(places.Count > Listed ? ", ..." : "")}");
        }
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
