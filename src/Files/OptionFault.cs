using System.Globalization;

namespace Kafka.Dlq.Files;

/// <summary>What is wrong with options, collected and told at once.</summary>
internal static class OptionFault
{
    public static void Demand(List<string> faults, bool holds, string name, object? found, string allowed)
    {
        if (!holds)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {found ?? "null"}; allowed: {allowed}."));
        }
    }

    public static void ThrowIfAny(string options, List<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new ArgumentException($"{options} cannot be used: {string.Join(' ', faults)}", nameof(options));
        }
    }
}
