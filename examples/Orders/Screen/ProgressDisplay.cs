using Kafka.Dlq.Examples.Orders.Demo;
using Spectre.Console;
using System.Globalization;

namespace Kafka.Dlq.Examples.Orders.Screen;

/// <summary>Shows the run as it goes: a live table in a terminal, a line every second elsewhere.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, DemoSettings settings, Tally tally, TimeProvider time)
{
    private const int BarWidth = 40;
    private static readonly TimeSpan LivePeriod = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(1);

    /// <summary>Shows until the token is cancelled, and then the last counts.</summary>
    public Task RunAsync(CancellationToken end) => console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
        ? console.Live(Picture()).StartAsync(live => RepeatAsync(LivePeriod, () => live.UpdateTarget(Picture()), end))
        : RepeatAsync(LinePeriod, () => WriteLines(console), end);

    private static string Bar(long value, long whole)
    {
        int filled = whole == 0 ? 0 : (int)Math.Min(BarWidth, BarWidth * value / whole);
        return $"[green]{new string('█', filled)}[/][grey]{new string('░', BarWidth - filled)}[/]";
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private async Task RepeatAsync(TimeSpan period, Action show, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            show();
            await Task.Delay(period, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        show();
    }

    private Table Picture()
    {
        TallyCounts counts = tally.Counts;
        long whole = Math.Max(counts.Produced, settings.Count ?? counts.Produced);
        Table table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        table.Columns[2].RightAligned();
        table.AddRow("produced", Bar(counts.Produced, whole), Number(counts.Produced));
        table.AddRow("done", Bar(counts.Done, Math.Max(whole, counts.Done)), Number(counts.Done));
        table.AddRow("  handled", "", Number(counts.Posted));
        foreach ((string reason, long count) in counts.Letters)
        {
            table.AddRow("  dead letters", $"[yellow]{Markup.Escape(reason)}[/]", Number(count));
        }

        table.AddRow("retries", "", Number(counts.Retries));
        table.AddRow("rate", "orders done per second", Number((long)counts.Rate));
        while (tally.TryTakeTrouble(out string? trouble))
        {
            console.MarkupLineInterpolated($"[red]! {trouble}[/]");
        }

        return table;
    }

    private void WriteLines(IAnsiConsole lines)
    {
        while (tally.TryTakeTrouble(out string? trouble))
        {
            lines.WriteLine($"! {trouble}");
        }

        TallyCounts counts = tally.Counts;
        lines.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"produced {counts.Produced,9:N0}   handled {counts.Posted,9:N0}   dead letters {counts.Letters.Values.Sum(),6:N0}   retries {counts.Retries,6:N0}   {counts.Rate,7:N0}/s"));
    }
}
