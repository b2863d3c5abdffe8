using System.Globalization;

namespace Kafka.Dlq.Routing.Building;

/// <summary>Values as faults show them.</summary>
internal static class ValueText
{
    public static string Of(object? value) => value switch
    {
        null => "nothing",
        string text => $"'{text}'",
        bool truth => truth ? "true" : "false",
        Type type => type.FullName ?? type.Name,
        IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? value.GetType().Name,
    };

    /// <summary>All calls of a verb that may be called once. Compound values may hold secrets and are counted only.</summary>
    public static string Of(VerbCalls calls) => calls.Values.TrueForAll(value => value is bool or int or TimeSpan or Enum or Type)
        ? $"{calls.Values.Count} calls: {string.Join(", then ", calls.Values.Select(Of))}"
        : $"{calls.Values.Count} calls";
}
