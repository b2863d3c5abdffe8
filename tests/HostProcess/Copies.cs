namespace Kafka.Dlq.Tests.HostProcess;

/// <summary>Writes each message into two topics. Records stay in the producer for a while and commits are frequent, so that a mark which came before its acknowledgement would be committed long before it.</summary>
internal static class Copies
{
    public static void Configure(KafkaDlqOptions options)
    {
        options.CommitInterval = TimeSpan.FromMilliseconds(50);
        options.Producer["linger.ms"] = "500";
    }

    public static IEnumerable<TransformOutput?> Of(string text, string first, string second)
    {
        Story.Write($"made {text}");
        return [TransformOutput.To(first, text), TransformOutput.To(second, text)];
    }
}
