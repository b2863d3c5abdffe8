using Kafka.Dlq.Tests.Integration.Support;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Examples;

/// <summary>An example of the repository, started as a user would, from the same build as the tests.</summary>
internal sealed class ExampleProcess : WatchedProcess
{
    private ExampleProcess(ProcessStartInfo start)
        : base(start, TimeSpan.FromSeconds(120))
    {
    }

    /// <summary>Starts an example.</summary>
    /// <param name="name">Its folder under examples.</param>
    /// <param name="bootstrapServers">Its broker; null for its own embedded cluster.</param>
    public static ExampleProcess Start(string name, string? bootstrapServers = null, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet", [Program("examples", name), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        start.Environment.Remove("KAFKA_BOOTSTRAP_SERVERS");
        if (bootstrapServers is not null)
        {
            start.Environment["KAFKA_BOOTSTRAP_SERVERS"] = bootstrapServers;
        }

        return new ExampleProcess(start);
    }

    /// <summary>Asks the process to end, which hosts treat as they treat Ctrl-C. Shells give SIGINT, deaf, to what they start in the background, so it is SIGTERM here.</summary>
    public Task AskToEndAsync() => SignalAsync("TERM");
}
