using Kafka.Dlq.Tests.Simulation.Checks;
using Kafka.Dlq.Tests.Simulation.Cluster;
using Kafka.Dlq.Tests.Simulation.Runs;
using Kafka.Dlq.TimeLimits;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>What simulated consumers do with messages: work for a while, fail as the record says, use their verbs as the seed says. Checks what they are given.</summary>
internal sealed class Handling(World world, Host host)
{
    private readonly HashSet<int> _atWork = [];
    private readonly Dictionary<(int Partition, int? Epoch), long> _floors = [];
    private readonly Verbs _verbs = new(world, host);
    private readonly List<(Visit Visit, long Since)> _running = [];

    public int? EpochOf(int partition) => host.Client.EpochOf(partition);

    public Visit Enter(BaseConsumer consumer, int? epoch)
    {
        int partition = consumer.Context.Partition.Partition.Value;
        if (host.Threads.IsInLoop)
        {
            world.Fail($"{host.Name} runs the user's code of partition {partition} on its poll thread");
        }

        if (!_atWork.Add(partition))
        {
            world.Fail($"{host.Name} works on partition {partition} twice at once");
        }

        Visit visit = new(consumer, partition, epoch);
        visit.Left += () => _atWork.Remove(partition);
        return visit;
    }

    /// <summary>A run: there must not be more of them than the host allows, nor one where the partition stands still.</summary>
    public Visit EnterRun(BaseConsumer consumer, int? epoch)
    {
        Visit visit = Enter(consumer, epoch);
        (Visit, long) entry = (visit, host.Process.Time.GetTimestamp());
        visit.Left += () => _running.Remove(entry);
        host.Standstills.BeginRun(visit.Partition, epoch);
        _running.Add(entry);
        int holding = _running.Count(run => !MayHang(run.Visit, run.Since));
        if (holding > world.Scenario.Concurrency)
        {
            world.Fail($"{host.Name} runs {holding} consumers at the same time, and {world.Scenario.Concurrency} are allowed");
        }

        if (host.Slots.Waiting > 0)
        {
            world.Sightings.Note(Element.Contention);
        }

        return visit;
    }

    /// <summary>Whether a run may have been left behind, without a place among the others: its token was cancelled, and two seconds went by since; a run may begin a moment after its partition was taken away.</summary>
    private bool MayHang(Visit visit, long since) =>
        host.Process.Time.GetElapsedTime(since) >= TimeLimit.Patience - TimeSpan.FromMilliseconds(100) && (world.Scenario.TimeLimit is not null || host.Client.EpochOf(visit.Partition) != visit.Epoch);

    /// <summary>Asked for once for each letter, when it begins; one that is under way when the partition goes is given up a moment later.</summary>
    public void LetterBegins(int partition, int? epoch)
    {
        if (!host.Process.IsDead && host.Client.EpochOf(partition) != epoch)
        {
            world.Fail($"{host.Name} begins a letter of partition {partition} in an assignment that has ended");
        }
    }

    /// <summary>A hook: it must not run beside a run or another hook of the partition.</summary>
    public async Task HookAsync(BaseConsumer consumer, int? epoch, CancellationToken cancellationToken)
    {
        using Visit visit = Enter(consumer, epoch);
        await WorkAsync(cancellationToken);
        if (world.Happens(world.Scenario.FaultRate))
        {
            throw new InvalidOperationException("simulated failure of a hook");
        }
    }

    /// <summary>A batch must be the log without a hole.</summary>
    public void CheckBatch(MessageBatch messages)
    {
        FakePartition partition = world.Cluster.Partitions[messages.First.Partition.Value];
        int index = partition.IndexFrom(messages.First.Offset.Value);
        if (!messages.Select(message => message.Offset.Value).SequenceEqual(partition.Log.Skip(index).Take(messages.Count).Select(record => record.Offset)))
        {
            world.Fail($"{host.Name} was given a batch with holes or doubles: {partition.Number}/{string.Join(' ', messages.Select(message => message.Offset.Value))}");
        }
    }

    public async Task HandleAsync(Visit visit, Message message, CancellationToken cancellationToken)
    {
        FakeRecord record = world.Ledger.Find(message);
        if (record.Offset < _floors.GetValueOrDefault((visit.Partition, visit.Epoch)))
        {
            world.Fail($"{host.Name} was given {record.Place} again without a cause");
        }

        if (world.Scenario.Delay is { } delay && host.Process.Time.GetUtcNow() < record.Written + delay)
        {
            world.Fail($"{host.Name} was given {record.Place} before it is due");
        }

        host.Client.Runs(visit.Partition);
        if (EpochOf(visit.Partition) == visit.Epoch)
        {
            world.Ledger.CheckMark(host, record);
        }

        int times = world.Ledger.Visited(host, record);
        world.Note(host.Name, $"handles {record.Place} ({record.Kind}) for the {times}. time");
        await WorkAsync(cancellationToken);
        if (record.Kills)
        {
            host.Die(record);
            await new TaskCompletionSource().Task;
        }

        FailAsPlanned(record, message, times);
        world.Ledger.Handled(record);
        if (world.Happens(world.Scenario.VerbRate))
        {
            // What is asked for may lead back to what was done already.
            _floors.Remove((visit.Partition, visit.Epoch));
            await _verbs.UseAsync(visit, message, marked => NoteMark(visit, marked));
        }
    }

    public void MarkByHand(Visit visit, Message message, bool isLast)
    {
        bool marks = world.Scenario.Consumer == ConsumerKind.MarkedBatches || (world.Scenario.IsManual && isLast);
        if (marks && !visit.IsRedirected && !world.Happens(world.Scenario.VerbRate) && visit.Consumer.Context.Mark(message))
        {
            NoteMark(visit, message);
            _floors[(visit.Partition, visit.Epoch)] = message.Offset.Value + 1;
        }
    }

    /// <summary>A single message was handled: where the framework marks it, it must not come again.</summary>
    public void Finish(Visit visit, Message message, CancellationToken cancellationToken)
    {
        if (!visit.IsRedirected && !world.Scenario.IsManual && !cancellationToken.IsCancellationRequested)
        {
            _floors[(visit.Partition, visit.Epoch)] = message.Offset.Value + 1;
        }
    }

    /// <summary>
    /// A message took longer than it may: it comes again although its handler returned well, as its time may have been over between that and the engine's look. Not one that the user marked.
    /// </summary>
    public void TookTooLong(int partition, long offset)
    {
        if (world.Scenario is { Consumer: ConsumerKind.Messages, IsManual: false })
        {
            foreach ((int, int?) key in _floors.Keys.Where(key => key.Partition == partition && _floors[key] > offset).ToList())
            {
                _floors[key] = offset;
            }
        }
    }

    private void NoteMark(Visit visit, Message message)
    {
        world.Ledger.Marked(world.Ledger.Find(message));
        if (host.Client.EpochOf(visit.Partition) != visit.Epoch)
        {
            world.Fail($"{host.Name} marked {visit.Partition}/{message.Offset.Value} in an assignment that has ended");
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        // Some handlers listen to their token, some do not.
        CancellationToken listened = world.Random.Next(2) == 0 ? cancellationToken : CancellationToken.None;
        if (world.Happens(world.Scenario.SlowRate))
        {
            await Task.Delay(world.Within(3_000), host.Process.Time, listened);
        }
        else if (world.Random.Next(3) == 0)
        {
            await Task.Delay(world.Within(10), host.Process.Time, listened);
        }
        else if (world.Random.Next(2) == 0)
        {
            await Task.Yield();
        }
    }

    private void FailAsPlanned(FakeRecord record, Message message, int times)
    {
        int payload = record.Kind == RecordKind.Unparsable || world.Random.Next(4) == 0 ? message.Payload<int>() : (int)record.Offset * 10;
        if (payload != record.Offset * 10)
        {
            world.Fail($"{record.Place} carries {payload}");
        }

        if (record.Kind == RecordKind.Critical && times <= record.Failures)
        {
            throw new CriticalConsumerException("simulated critical failure");
        }

        if (record.Kind == RecordKind.Poison || (record.Kind == RecordKind.Transient && times <= record.Failures) || world.Happens(world.Scenario.FaultRate / 20))
        {
            InvalidOperationException failure = new("simulated failure");
            throw world.Scenario.Consumer != ConsumerKind.Messages && world.Random.Next(4) == 0 ? new PoisonMessageException(message, failure) : failure;
        }
    }
}
