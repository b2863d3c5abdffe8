namespace Kafka.Dlq;

/// <summary>The routes cannot be used. Carries every fault of every route, so that one start tells all there is to repair.</summary>
public sealed class InvalidRoutesException : Exception
{
    /// <summary>Makes the exception; its message has one line for each fault.</summary>
    /// <param name="faults">What is wrong; at least one.</param>
    public InvalidRoutesException(IReadOnlyList<RouteFault> faults)
        : base(Text(faults)) => Faults = [.. faults];

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public IReadOnlyList<RouteFault> Faults { get; }

    private static string Text(IReadOnlyList<RouteFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        string count = faults.Count == 1 ? "1 fault" : $"{faults.Count} faults";
        return $"The routes cannot be used, {count}:{string.Concat(faults.Select(fault => $"{Environment.NewLine}- {fault}"))}";
    }
}
