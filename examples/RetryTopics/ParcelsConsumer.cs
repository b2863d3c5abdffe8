namespace Kafka.Dlq.Examples.RetryTopics;

/// <summary>Hands parcels over. It is the same for the topic and for its retry topics; <c>Attempt</c> counts over all of them.</summary>
internal sealed class ParcelsConsumer(Expected expected) : MessageConsumer<Parcel>
{
    protected override Task ConsumeAsync(Message<Parcel> message, CancellationToken cancellationToken)
    {
        if (Attempt <= message.Payload.FailingRuns)
        {
            throw new InvalidOperationException("nobody is at home");
        }

        Console.WriteLine($"handed over {message.Payload.Content}, attempt {Attempt}, read from {message.Topic}");
        expected.Happened();
        return Task.CompletedTask;
    }
}
