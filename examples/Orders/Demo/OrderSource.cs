using Confluent.Kafka;
using Kafka.Dlq.Examples.Orders.Audit;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>Produces the orders, with the faults that are planted in them.</summary>
internal sealed class OrderSource(ExampleKafka broker, DemoSettings settings, OrderAudit audit, Tally tally, TimeProvider time)
{
    private const int Customers = 997;
    private static readonly TimeSpan QueueFull = TimeSpan.FromMilliseconds(20);

    /// <summary>Produces until the number is reached or the token says stop, then waits for the delivery reports.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using IProducer<string, byte[]> producer = new ProducerBuilder<string, byte[]>(broker.Client<ProducerConfig>()).Build();
        Pace pace = new(settings.Pace, time);
        try
        {
            for (long number = 1; settings.Count is not { } count || number <= count; number++)
            {
                stop.ThrowIfCancellationRequested();
                await pace.WaitAsync(number, stop);
                await ProduceAsync(producer, Message(number), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C: what is on its way still gets its delivery report.
        }

        await Task.Run(() => producer.Flush(CancellationToken.None), CancellationToken.None);
    }

    private static Message<string, byte[]> Message(long number)
    {
        PlantedFault fault = PlantedFaults.Of(number);
        decimal total = 1 + (number % 250) + 0.99m;
        Order order = new(number, string.Create(CultureInfo.InvariantCulture, $"customer-{number % Customers}"), fault == PlantedFault.NegativeTotal ? -total : total);
        string json = JsonSerializer.Serialize(order, JsonSerializerOptions.Web);
        return new Message<string, byte[]>
        {
            Key = order.Customer,
            Value = Encoding.UTF8.GetBytes(fault == PlantedFault.Unparsable ? json[..(json.Length / 2)] : json),
            Headers = fault.ToHeaders(),
        };
    }

    private async Task ProduceAsync(IProducer<string, byte[]> producer, Message<string, byte[]> message, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                producer.Produce(settings.Topics.Orders, message, Report);
                return;
            }
            catch (ProduceException<string, byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                await Task.Delay(QueueFull, time, stop);
            }
        }
    }

    private void Report(DeliveryReport<string, byte[]> report)
    {
        if (report.Error.IsError)
        {
            tally.Refused(report.Error.Reason);
            return;
        }

        audit.Produced(report.TopicPartitionOffset);
        tally.Produced();
    }
}
