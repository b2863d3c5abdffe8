using Confluent.Kafka;
using Kafka.Dlq.Reliability.Work;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>What a worker's consumers do with a record: fail as it was planted, or write it into the ledger.</summary>
internal sealed class WorkHandler(WorkerSettings settings, Ledger ledger)
{
    private const int OneTakesTime = 16;
    private const int FailuresOfTransient = 2;

    private readonly ConcurrentDictionary<(int Partition, long Offset), int> _tries = new();

    /// <param name="attempt">The number of the run, as the framework counts.</param>
    public async Task HandleAsync(Message message, int attempt, CancellationToken cancellationToken)
    {
        TopicPartitionOffset place = message.Origin;
        NoteWhenDue(message, place);
        WorkItem? item = message.Payload<WorkItem?>();
        if (item?.Number % OneTakesTime == 0 && settings.Work > TimeSpan.Zero)
        {
            await Task.Delay(settings.Work, cancellationToken);
        }

        if (settings.Outage is { } outage && File.Exists(outage))
        {
            throw new TimeoutException("what all records need is down");
        }

        FailAsPlanted(message, item, attempt);
        ledger.Write(LedgerKind.Handled, place.Partition.Value, place.Offset.Value);
    }

    private void NoteWhenDue(Message message, TopicPartitionOffset place)
    {
        if (message.Topic != place.Topic && message.Headers.TryGetLastBytes("dlq.due_at", out byte[] dueAt))
        {
            TimeSpan late = TimeProvider.System.GetUtcNow() - DateTimeOffset.Parse(Encoding.UTF8.GetString(dueAt), CultureInfo.InvariantCulture);
            ledger.Write(LedgerKind.Due, place.Partition.Value, place.Offset.Value, late.TotalMilliseconds);
        }
    }

    private void FailAsPlanted(Message message, WorkItem? item, int attempt)
    {
        // A tombstone's fault is told by its header alone.
        PlantedFault? fault = item is null ? WorkRecord.FaultOf(message.Headers) : item.Fault;
        (int, long) place = (message.Partition.Value, message.Offset.Value);

        // Planted, that is: a payload of R7 may say so by chance, which is no reason to end a process.
        if (fault == PlantedFault.Killer && WorkRecord.FaultOf(message.Headers) == PlantedFault.Killer)
        {
            ledger.Write(LedgerKind.Killed, message.Partition.Value, message.Offset.Value);
            Environment.FailFast($"{message} kills its process");
        }

        if (fault == PlantedFault.Poison)
        {
            throw new InvalidOperationException($"{message} is poison");
        }

        if (fault == PlantedFault.Transient)
        {
            // What waits in topics outlives the process, and so must the count.
            int tries = settings.RetryTopics.Count > 0 ? attempt : _tries.AddOrUpdate(place, 1, (_, earlier) => earlier + 1);
            if (tries <= 1 + (message.Origin.Offset.Value % FailuresOfTransient))
            {
                throw new TimeoutException($"{message} fails at first, try {tries}");
            }

            _tries.TryRemove(place, out _);
        }
    }
}
