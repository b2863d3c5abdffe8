using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>Does to the workers of a pool what its seed says, one action after the other, and keeps their number within bounds.</summary>
/// <param name="actions">The actions to choose from; one that is there twice is chosen twice as often.</param>
internal sealed class MemberSchedule(WorkerPool pool, MemberAction[] actions, int workers, TimeSpan session, Random random)
{
    private const int MoreOrLess = 2;

    private readonly Dictionary<WorkerProcess, long> _thawAt = [];
    private readonly Dictionary<MemberAction, int> _done = [];
    private int _joined;

    /// <summary>How often each action was done.</summary>
    public int Done(MemberAction action) => _done.GetValueOrDefault(action);

    /// <summary>Does the next action.</summary>
    public async Task ActAsync()
    {
        ThawThoseWhoseTimeIsOver();
        MemberAction action = Choose();
        _done[action] = Done(action) + 1;
        switch (action)
        {
            case MemberAction.Kill:
                pool.Replace(Pick());
                break;
            case MemberAction.Freeze:
                Freeze(Pick());
                break;
            case MemberAction.Leave:
                await pool.LeaveAsync(Pick());
                break;
            case MemberAction.Join:
                pool.Start(workers + _joined++);
                break;
        }
    }

    private MemberAction Choose()
    {
        MemberAction action = actions[random.Next(actions.Length)];
        int awake = pool.Running.Count(worker => !worker.IsFrozen);
        return action switch
        {
            MemberAction.Freeze when awake <= 1 => MemberAction.Kill,
            MemberAction.Leave when awake <= Math.Max(1, workers - MoreOrLess) => MemberAction.Join,
            MemberAction.Join when pool.Running.Count >= workers + MoreOrLess => MemberAction.Leave,
            _ => action,
        };
    }

    // One that has work, when there is one: to kill others proves little.
    private WorkerProcess Pick()
    {
        WorkerProcess[] awake = [.. pool.Running.Where(worker => !worker.IsFrozen)];
        WorkerProcess[] working = Array.FindAll(awake, worker => worker.WasAssigned());
        WorkerProcess[] candidates = working.Length > 0 ? working : awake;
        return candidates[random.Next(candidates.Length)];
    }

    private void Freeze(WorkerProcess worker)
    {
        worker.Freeze();
        _thawAt[worker] = Stopwatch.GetTimestamp() + (long)(session.TotalSeconds * (0.2 + (1.8 * random.NextDouble())) * Stopwatch.Frequency);
    }

    private void ThawThoseWhoseTimeIsOver()
    {
        foreach (WorkerProcess worker in _thawAt.Where(frozen => frozen.Value < Stopwatch.GetTimestamp()).Select(frozen => frozen.Key).ToArray())
        {
            worker.Thaw();
            _thawAt.Remove(worker);
        }
    }
}
