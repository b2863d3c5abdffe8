using Kafka.Dlq.Benchmarks.Measuring;
using System.Globalization;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>How figures are written: the median, and in brackets the least and the most of the rounds.</summary>
internal static class Figure
{
    private const double ShortBelow = 10;
    private const double FineBelow = 0.1;
    private const double ThousandsBelow = 100_000;

    public static string Thousands(Spread spread) => Of(spread, value => Text(value / 1_000, value < ThousandsBelow ? "N1" : "N0") + " k");

    public static string Whole(Spread spread) => Of(spread, value => Text(value, "N0"));

    public static string Tenths(Spread spread) => Of(spread, value => Text(value, "N1"));

    public static string Ratio(Spread spread) => Of(spread, value => Text(value, Math.Abs(value) is > 0 and < FineBelow ? "0.000" : "0.00"));

    /// <summary>With decimals where the figure is small.</summary>
    public static string Short(Spread spread) => Math.Abs(spread.Median) < ShortBelow ? Ratio(spread) : Whole(spread);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Of(Spread spread, Func<double, string> write)
    {
        string median = write(spread.Median);
        string least = write(spread.Least);
        string most = write(spread.Most);
        return least == median && most == median ? median : $"{median} ({least} .. {most})";
    }
}
