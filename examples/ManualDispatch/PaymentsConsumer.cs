namespace Kafka.Dlq.Examples.ManualDispatch;

/// <summary>Books payments in batches, and gives up those that no retry would help.</summary>
internal sealed class PaymentsConsumer(Expected expected) : BaseConsumer
{
    protected override async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        foreach (Message message in Messages)
        {
            Payment payment = message.Payload<Payment>();
            if (payment.Iban.Length == 0)
            {
                // Goes on at once; the offset is not committed past the message before the broker has its letter.
                DispatchToDlq(message, reason: "no account");
            }
            else if (payment.Amount <= 0)
            {
                // Goes on when the broker has the letter.
                await DispatchToDlqAsync(message, reason: $"amount {payment.Amount} is not positive");
            }
            else
            {
                Console.WriteLine($"booked      {message}: {payment.Amount} from {payment.Iban}");
                expected.Happened();
            }

            // A dispatch by hand marks nothing: what is done with is marked here, dispatched or not.
            MarkAsConsumed(message);
        }
    }
}
