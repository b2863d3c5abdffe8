namespace Kafka.Dlq.Tests.HostProcess;

/// <summary>What the process tells the test, a line each.</summary>
internal static class Story
{
    public static void Write(string line) => Console.Out.WriteLine(line);

    public static void Tell(KafkaEvent occurred)
    {
        if (occurred is ErrorOccurred error)
        {
            Write($"{error.Name} {error.Type} {error.Topic}/{error.Partition?.Value}/{error.Offset?.Value}: {error.Error.Message}");
        }
        else if (occurred is DeadLetterSpooled spooled)
        {
            Write($"spooled {spooled.Message}");
        }
        else if (occurred is RecordRejected rejected)
        {
            Write($"rejected {rejected.Message}");
        }
        else if (occurred is CrashSuspected suspected)
        {
            Write($"suspects {suspected.Partition.Topic}/{suspected.Partition.Partition.Value}, alone {suspected.Alone?.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nobody"}");
        }
        else if (occurred is CrashGivenUp given)
        {
            Write($"gives up {given.Message} after {given.Crashes}");
        }
        else if (occurred is PartitionsAssigned or PartitionsRevoked or PartitionsLost or AppRunning or AppStopping or AppStopped)
        {
            Write(occurred.Name);
        }
    }
}
