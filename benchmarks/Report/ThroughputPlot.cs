using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Throughput;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>Bars of records a second, a panel for each size, with a line from the least to the most of the rounds. SVG, readable on light and on dark ground.</summary>
internal static class ThroughputPlot
{
    private const int Partitions = 6;
    private const int Width = 860;
    private const int Label = 210;
    private const int Row = 26;
    private const int Bar = 16;
    private const int Title = 34;
    private const int Figures = 90;

    /// <returns>False when there is nothing to draw.</returns>
    public static bool TryDraw(IReadOnlyList<ThroughputSample> samples, out string drawing)
    {
        List<IGrouping<int, ThroughputSample>> panels = [.. samples.Where(sample => sample.Partitions == Partitions).GroupBy(sample => sample.Size).OrderBy(panel => panel.Key)];
        StringBuilder body = new();
        int top = 0;
        foreach (IGrouping<int, ThroughputSample> panel in panels)
        {
            top = Draw(body, panel.Key, [.. panel], top);
        }

        drawing = string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{top + 10}" viewBox="0 0 {Width} {top + 10}" font-family="sans-serif" font-size="13" fill="#808080">
            {body}</svg>

            """);
        return panels.Count > 0;
    }

    private static int Draw(StringBuilder body, int size, List<ThroughputSample> samples, int top)
    {
        List<(Contender Contender, Spread Rate)> bars =
            [.. samples.GroupBy(sample => sample.Contender).OrderBy(group => group.Key).Select(group => (group.Key, Spread.Of(group.Select(sample => sample.Measured.Rate))))];
        double scale = (Width - Label - Figures) / bars.Max(bar => bar.Rate.Most);
        Add(body, $"<text x=\"{Label}\" y=\"{top + 22}\" font-weight=\"bold\">Values of {size} B, {Partitions} partitions: records a second</text>");
        top += Title;
        foreach ((Contender contender, Spread rate) in bars)
        {
            Draw(body, contender, rate, scale, top);
            top += Row;
        }

        return top;
    }

    private static void Draw(StringBuilder body, Contender contender, Spread rate, double scale, int top)
    {
        string colour = contender >= Contender.Batch ? "#2f81c7" : "#a0a8b0";
        int middle = top + (Bar / 2);
        double most = Label + (rate.Most * scale);
        Add(body, $"<text x=\"{Label - 8}\" y=\"{top + 13}\" text-anchor=\"end\">{ContenderNames.Of(contender).Replace("<", "&lt;", StringComparison.Ordinal)}</text>");
        Add(body, $"<rect x=\"{Label}\" y=\"{top}\" width=\"{rate.Median * scale:0.#}\" height=\"{Bar}\" fill=\"{colour}\"/>");
        Add(body, $"<line x1=\"{Label + (rate.Least * scale):0.#}\" y1=\"{middle}\" x2=\"{most:0.#}\" y2=\"{middle}\" stroke=\"#d06020\" stroke-width=\"2\"/>");
        Add(body, $"<text x=\"{most + 6:0.#}\" y=\"{top + 13}\">{rate.Median / 1_000:N0} k</text>");
    }

    private static void Add(StringBuilder body, FormattableString element) => body.Append(FormattableString.Invariant(element)).Append('\n');
}
