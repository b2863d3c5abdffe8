namespace Kafka.Dlq.Provisioning;

/// <summary>Topics on the cluster are not as the routes need them, or could not be made so. Carries every fault; nothing was changed unless the broker refused a change half way.</summary>
public sealed class TopicProvisioningException : Exception
{
    /// <summary>Makes the exception; its message has one line for each fault.</summary>
    /// <param name="faults">What is wrong; at least one.</param>
    public TopicProvisioningException(IReadOnlyList<TopicFinding> faults)
        : base(Text(faults)) => Faults = [.. faults];

    /// <summary>What is wrong, topic by topic.</summary>
    public IReadOnlyList<TopicFinding> Faults { get; }

    internal static void ThrowIfAny(IReadOnlyList<TopicFinding> faults)
    {
        if (faults.Count > 0)
        {
            throw new TopicProvisioningException(faults);
        }
    }

    private static string Text(IReadOnlyList<TopicFinding> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        string count = faults.Count == 1 ? "1 fault" : $"{faults.Count} faults";
        return $"The topics on the cluster are not as the routes need them, {count}:{string.Concat(faults.Select(fault => $"{Environment.NewLine}- {fault}"))}";
    }
}
