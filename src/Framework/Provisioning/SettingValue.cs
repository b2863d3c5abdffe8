using System.Globalization;

namespace Kafka.Dlq.Provisioning;

/// <summary>Compares values of topic settings as a broker means them: <c>0.50</c> is <c>0.5</c>, and <c>TRUE</c> is <c>true</c>.</summary>
internal static class SettingValue
{
    public static bool Equal(string declared, string? found) =>
        found is not null && (string.Equals(declared.Trim(), found.Trim(), StringComparison.OrdinalIgnoreCase) || (Number(declared) is { } one && one == Number(found)));

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
