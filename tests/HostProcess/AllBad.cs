namespace Kafka.Dlq.Tests.HostProcess;

/// <summary>Handles nothing: each message becomes a letter. Its dead letter topic lies in a cluster that may be away.</summary>
internal sealed class AllBad : MessageConsumer
{
    public static void Configure(KafkaDlqOptions options, IReadOnlyDictionary<string, string> spool)
    {
        options.Clusters["letters"] = new Dictionary<string, string> { ["bootstrap.servers"] = spool["servers"] };
        options.CommitInterval = TimeSpan.FromMilliseconds(100);
        options.DeadLetters = new DeadLetterOptions
        {
            DispatchTimeout = TimeSpan.FromSeconds(2),
            Backoff = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(200), MaxTimeout = TimeSpan.FromSeconds(1) },
            Spool = new SpoolOptions { Directory = spool["directory"] },
        };
    }

    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException($"{message} is bad");
}
