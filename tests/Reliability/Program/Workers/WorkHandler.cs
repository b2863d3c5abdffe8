using Kafka.Dlq.Reliability.Work;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>What a worker's consumers do with a record: fail as it was planted, or write it into the ledger.</summary>
internal sealed class WorkHandler(WorkerSettings settings, Ledger ledger)
{
    private const int OneTakesTime = 16;
    private const int FailuresOfTransient = 2;

    private readonly ConcurrentDictionary<(int Partition, long Offset), int> _tries = new();

    public async Task HandleAsync(Message message, CancellationToken cancellationToken)
    {
        WorkItem? item = message.Payload<WorkItem?>();
        if (item?.Number % OneTakesTime == 0 && settings.Work > TimeSpan.Zero)
        {
            await Task.Delay(settings.Work, cancellationToken);
        }

        if (settings.Outage is { } outage && File.Exists(outage))
        {
            throw new TimeoutException("what all records need is down");
        }

        FailAsPlanted(message, item);
        ledger.Write(LedgerKind.Handled, message.Partition.Value, message.Offset.Value);
    }

    private void FailAsPlanted(Message message, WorkItem? item)
    {
        // A tombstone's fault is told by its header alone.
        PlantedFault? fault = item is null ? WorkRecord.FaultOf(message.Headers) : item.Fault;
        (int, long) place = (message.Partition.Value, message.Offset.Value);
        if (fault == PlantedFault.Killer)
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
            int tries = _tries.AddOrUpdate(place, 1, (_, earlier) => earlier + 1);
            if (tries <= 1 + (message.Offset.Value % FailuresOfTransient))
            {
                throw new TimeoutException($"{message} fails at first, try {tries}");
            }

            _tries.TryRemove(place, out _);
        }
    }
}
