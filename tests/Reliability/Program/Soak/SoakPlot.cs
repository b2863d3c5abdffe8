using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Reliability.Soak;

/// <summary>Draws the samples of a soak: four small pictures above each other, a line for each worker, each from zero.</summary>
internal static class SoakPlot
{
    private const int Width = 720;
    private const int Height = 150;
    private const int Left = 110;
    private const int Top = 24;

    private static readonly string[] Colours = ["#1f6feb", "#d1242f", "#1a7f37", "#9a6700"];

    public static string Draw(IReadOnlyList<SoakSample> samples)
    {
        (string Name, Func<SoakSample, double> Value)[] pictures =
        [
            ("memory, MiB", sample => sample.MemoryMiB),
            ("threads", sample => sample.Threads),
            ("handles", sample => sample.Handles),
            ("lag, records", sample => sample.Lag),
        ];
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + 20} {pictures.Length * (Height + Top + 16)}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        for (int index = 0; index < pictures.Length; index++)
        {
            Draw(svg, samples, pictures[index].Name, pictures[index].Value, index * (Height + Top + 16));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, IReadOnlyList<SoakSample> samples, string name, Func<SoakSample, double> value, int top)
    {
        double most = Math.Max(1, samples.Max(value));
        double end = Math.Max(1, samples.Max(sample => sample.At.TotalSeconds));
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({Left},{top + Top})\"><path d=\"M0 0V{Height}H{Width}\" fill=\"none\" stroke=\"#888\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"-8\" y=\"4\" text-anchor=\"end\">{most:#,0.#}</text><text x=\"-8\" y=\"{Height}\" text-anchor=\"end\">0</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"-6\">{name}</text><text x=\"{Width}\" y=\"{Height + 14}\" text-anchor=\"end\">{end / 60:0.#} min</text>\n");
        foreach (IGrouping<int, SoakSample> worker in samples.GroupBy(sample => sample.Worker))
        {
            string points = string.Join(' ', worker.Select(sample =>
                string.Create(CultureInfo.InvariantCulture, $"{sample.At.TotalSeconds / end * Width:0.#},{Height - (value(sample) / most * Height):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{Colours[worker.Key % Colours.Length]}\" points=\"{points}\"/>\n");
        }

        svg.Append("</g>\n");
    }
}
