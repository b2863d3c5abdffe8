using System.Globalization;

namespace Kafka.Dlq.Examples.MonitorEvents;

/// <summary>Reads temperatures; one that is no number fails its run.</summary>
internal sealed class ReadingsConsumer : MessageConsumer<string>
{
    protected override Task ConsumeAsync(Message<string> message, CancellationToken cancellationToken)
    {
        double celsius = double.Parse(message.Payload, CultureInfo.InvariantCulture);
        return Console.Out.WriteLineAsync($"handled     {message}: {celsius.ToString(CultureInfo.InvariantCulture)} degrees");
    }
}
