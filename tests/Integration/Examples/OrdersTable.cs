using System.Globalization;
using System.Text.RegularExpressions;

namespace Kafka.Dlq.Tests.Integration.Examples;

/// <summary>The table at the end of the orders example.</summary>
internal static partial class OrdersTable
{
    /// <summary>The number in a row; fails the test when there is no such row.</summary>
    /// <param name="output">What the example wrote.</param>
    /// <param name="row">The row's name, for instance "LOST".</param>
    public static long Row(string output, string row)
    {
        Match? found = Rows().Matches(output).FirstOrDefault(match => match.Groups["row"].Value.Trim() == row);
        Assert.True(found is not null, $"There is no row '{row}' in:\n{output}");
        return long.Parse(found.Groups["number"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    /// <summary>Orders handled, as the last progress line tells; 0 before the first.</summary>
    public static long Handled(string output) =>
        Progress().Matches(output).LastOrDefault() is { } last ? long.Parse(last.Groups["number"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"│(?<row>[\w -]+)│\s*(?<number>[\d,]+) │", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Rows();

    [GeneratedRegex(@"handled\s+(?<number>[\d,]+)   dead letters", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Progress();
}
