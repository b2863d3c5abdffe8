using Kafka.Dlq.Files;
using System.Globalization;

namespace Kafka.Dlq.Tests.HostProcess;

/// <summary>Handles the message at offset 0 and rejects all others into local files.</summary>
internal sealed class RejectsAllButFirst : MessageConsumer
{
    public static void Configure(KafkaDlqBuilder kafka, IReadOnlyDictionary<string, string> own) => kafka
        .Configure(options => options.CommitInterval = TimeSpan.FromMilliseconds(100))
        .FileSink("files", new DeadLetterFileOptions { Directory = own["directory"] }, options: new SinkOptions { Wait = TimeSpan.Parse(own["wait"], CultureInfo.InvariantCulture) });

    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        if (message.Offset != 0)
        {
            Reject(message, new InvalidOperationException($"{message} is bad"));
        }

        return Task.CompletedTask;
    }
}
