using Kafka.Dlq.Benchmarks.Measuring;
using System.Globalization;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>How figures are written: the median, and in brackets the least and the most of the rounds.</summary>
internal static class Figure
{
    public static string Thousands(Spread spread) => Of(spread, value => $"{value / 1_000:N0} k");

    public static string Whole(Spread spread) => Of(spread, value => value.ToString("N0", CultureInfo.InvariantCulture));

    public static string Tenths(Spread spread) => Of(spread, value => value.ToString("N1", CultureInfo.InvariantCulture));

    public static string Ratio(Spread spread) => Of(spread, value => value.ToString(Math.Abs(value) < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture));

    private static string Of(Spread spread, Func<double, string> write)
    {
        string median = write(spread.Median);
        string least = write(spread.Least);
        string most = write(spread.Most);
        return least == median && most == median ? median : $"{median} ({least} .. {most})";
    }
}
