using System.Text;

namespace Kafka.Dlq.Tests.HostProcess;

/// <summary>Kills its process at a message that says so, and stands still at one that says so until it is asked to end.</summary>
internal sealed class Kills : MessageConsumer
{
    public static void Configure(KafkaDlqOptions options)
    {
        options.ShutdownTimeout = TimeSpan.FromSeconds(1);
        options.CommitInterval = TimeSpan.FromMilliseconds(200);
        options.DeadLetters = new DeadLetterOptions { StackTraceLimit = 0 };
    }

    public static void Guard(DeadLetterQueueBuilder queue, IReadOnlyDictionary<string, string> guard)
    {
        queue.Topic(guard["letters"]);
        if (guard.TryGetValue("max", out string? max))
        {
            queue.CrashGuard(int.Parse(max, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        switch (Encoding.UTF8.GetString(message.RawPayload.Span))
        {
            case "kill":
                Story.Write($"dies of {message}");
                await Console.Out.FlushAsync(cancellationToken);
                Environment.FailFast($"{message} kills the process");
                break;
            case "hold":
                Story.Write($"holds at {message}");
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            default:
                Story.Write($"handled {message}");
                break;
        }
    }
}
