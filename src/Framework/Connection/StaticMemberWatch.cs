using Confluent.Kafka;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Connection;

/// <summary>
/// Sees to it that a static member which restarts in the middle of a rebalance leaves no partition without an owner.
/// </summary>
/// <remarks>
/// A cooperative rebalance (KIP-429) moves partitions in two rounds: in the first their owner gives them up, and when it has, it begins the second, in which they come to
/// somebody else. A static member (KIP-345) that ends in between and is back within its session is handed what the first round left it, without a round of its own. It has
/// nothing to give up any more, so nobody begins the second round, and the group is at rest with partitions that belong to no one. Hence a static member looks at its group
/// after its first assignment, and where partitions stay without an owner, it leaves and joins again, which makes the group divide all of them anew.
/// </remarks>
internal sealed class StaticMemberWatch(IKafkaClient client, SubscriptionGroupRoute route, IReadOnlyCollection<string> subscription, EventPump events, TimeProvider time)
{
    private static readonly TimeSpan FirstLooks = TimeSpan.FromMilliseconds(500);

    // Where many members start one after the other, the group is not at rest for minutes, and each look is a question about the whole group.
    private static readonly TimeSpan LaterLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    // The client begins a second round a second after the first at the earliest, and a group is at rest between them.
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(2);

    // A broker that does not answer the leave must not keep the member out of its group.
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _assigned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isWanted;
    private long? _leftAt;

    /// <summary>Whether the members of a connection are static ones that rebalance in rounds. Under KIP-848 the broker sees to it itself.</summary>
    public static bool IsNeeded(SubscriptionGroupRoute route)
    {
        Dictionary<string, string> settings = ConsumerSettings.For(route, clientId: "");
        return settings.ContainsKey("group.instance.id") && settings.GetValueOrDefault("partition.assignment.strategy")?.Contains("cooperative", StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>The member was given its first assignment, which may be empty.</summary>
    public void Assigned() => _assigned.TrySetResult();

    /// <summary>Looks at the group until each partition has an owner; has the poll thread join again, once, when some stay without.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _assigned.Task.WaitAsync(cancellationToken);
        IReadOnlyList<TopicPartition> unowned = await FindStayingUnownedAsync(cancellationToken);
        if (unowned.Count > 0)
        {
            events.Post(new PartitionsUnowned(route.GroupId, unowned));
            _isWanted = true;
        }
    }

    /// <summary>Does the next step of leaving and joining again, where that is wanted. On the poll thread.</summary>
    public void Step()
    {
        if (_isWanted)
        {
            _isWanted = false;
            _leftAt = time.GetTimestamp();
            client.Leave();
        }
        else if (_leftAt is { } leftAt && (!client.IsMember || time.GetElapsedTime(leftAt) > LeaveWithin))
        {
            _leftAt = null;
            client.Subscribe(subscription);
        }
    }

    private async Task<IReadOnlyList<TopicPartition>> FindStayingUnownedAsync(CancellationToken cancellationToken)
    {
        HashSet<TopicPartition> before = [];
        long since = time.GetTimestamp();
        for (TimeSpan wait = FirstLooks; ; wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 3 / 2, LaterLooks.Ticks)))
        {
            // Null, the group is not at rest or cannot be asked: the time is counted anew.
            IReadOnlyList<TopicPartition>? unowned = await client.UnownedAsync(AnswerWithin);
            if (unowned is [])
            {
                return [];
            }

            if (unowned is null || !before.SetEquals(unowned))
            {
                before = [.. unowned ?? []];
                since = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(since) >= BetweenRounds)
            {
                return unowned;
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
