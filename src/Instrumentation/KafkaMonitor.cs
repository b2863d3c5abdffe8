using System.Collections.Frozen;

namespace Kafka.Dlq;

/// <summary>
/// Tells subscribers what the framework does. One instance per host, taken from the container.
/// </summary>
/// <remarks>
/// All members may be called from any thread. Handlers run on the thread that publishes, so they should be short: a slow handler slows
/// the partition it is told of. A handler that throws is reported as <see cref="ErrorOccurred"/> of <see cref="ErrorType.Subscriber"/> and breaks nothing.
/// An event that is being told while a subscription is disposed may still reach its handler.
/// </remarks>
/// <example>
/// <code>
/// using IDisposable subscription = monitor.Subscribe&lt;DeadLetterDispatched&gt;(e =&gt; Console.WriteLine(e.Message));
/// </code>
/// </example>
public sealed class KafkaMonitor
{
    private readonly Lock _changes = new();
    private volatile FrozenDictionary<string, Subscription[]> _byName = FrozenDictionary<string, Subscription[]>.Empty;

    /// <summary>Whether anybody listens to events of this type. Ask before building an event in a hot path.</summary>
    /// <typeparam name="TEvent">The event's own type; <see cref="KafkaEvent"/> asks for any event at all.</typeparam>
    /// <exception cref="ArgumentException">Somebody listens to something, and the type is no event of the framework.</exception>
    public bool IsListenedTo<TEvent>()
        where TEvent : KafkaEvent =>
        _byName.Count > 0 && (typeof(TEvent) == typeof(KafkaEvent) || _byName.ContainsKey(EventTypes.NameOf(typeof(TEvent))));

    /// <summary>Tells an event to its subscribers, in the order in which they subscribed. Whatever they throw stays here.</summary>
    /// <param name="occurred">What happened; never null.</param>
    public void Publish(KafkaEvent occurred)
    {
        ArgumentNullException.ThrowIfNull(occurred);
        if (!_byName.TryGetValue(occurred.Name, out Subscription[]? subscriptions))
        {
            return;
        }

        foreach (Subscription subscription in subscriptions)
        {
            Tell(subscription, occurred);
        }
    }

    /// <summary>Subscribes to events of one type.</summary>
    /// <typeparam name="TEvent">The event; <see cref="KafkaEvent"/> for every event there is.</typeparam>
    /// <param name="handler">Called on the thread that publishes, possibly by several threads at once.</param>
    /// <returns>Ends the subscription when disposed; may be disposed more than once.</returns>
    /// <exception cref="ArgumentException">The type is neither an event of the framework nor <see cref="KafkaEvent"/>.</exception>
    public IDisposable Subscribe<TEvent>(Action<TEvent> handler)
        where TEvent : KafkaEvent
    {
        ArgumentNullException.ThrowIfNull(handler);
        IReadOnlyList<string> names = typeof(TEvent) == typeof(KafkaEvent) ? EventTypes.Names : [EventTypes.NameOf(typeof(TEvent))];
        return Add(names, occurred => handler((TEvent)occurred));
    }

    /// <summary>Subscribes to events of one name.</summary>
    /// <param name="name">One of the constants of <see cref="EventNames"/>, for instance <c>dead_letter_queue.dispatched</c>.</param>
    /// <param name="handler">Called on the thread that publishes, possibly by several threads at once.</param>
    /// <returns>Ends the subscription when disposed; may be disposed more than once.</returns>
    /// <exception cref="ArgumentException">There is no event of that name; the message lists those there are.</exception>
    public IDisposable Subscribe(string name, Action<KafkaEvent> handler)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(handler);
        return EventTypes.Names.Contains(name)
            ? Add([name], handler)
            : throw new ArgumentException($"There is no event named '{name}'. Events: {string.Join(", ", EventTypes.Names)}.", nameof(name));
    }

    private Subscription Add(IReadOnlyList<string> names, Action<KafkaEvent> handler)
    {
        Subscription added = new(this, handler);
        Change(byName =>
        {
            foreach (string name in names)
            {
                byName[name] = byName.TryGetValue(name, out Subscription[]? before) ? [.. before, added] : [added];
            }
        });
        return added;
    }

    private void Remove(Subscription removed) => Change(byName =>
    {
        foreach (string name in byName.Where(pair => pair.Value.Contains(removed)).Select(pair => pair.Key).ToList())
        {
            byName[name] = [.. byName[name].Where(subscription => subscription != removed)];
            if (byName[name].Length == 0)
            {
                byName.Remove(name);
            }
        }
    });

    private void Change(Action<Dictionary<string, Subscription[]>> change)
    {
        // Publishers read a frozen snapshot without a lock; only those who change it wait for each other.
        lock (_changes)
        {
            Dictionary<string, Subscription[]> byName = new(_byName);
            change(byName);
            _byName = byName.ToFrozenDictionary();
        }
    }

    private void Tell(Subscription subscription, KafkaEvent occurred)
    {
        try
        {
            subscription.Handler(occurred);
        }
        catch (Exception exception)
        {
            // Watching must not break working: whatever a subscriber throws would otherwise fail the run it is told of.
            Report(exception, occurred);
        }
    }

    private void Report(Exception exception, KafkaEvent occurred)
    {
        // A handler of error events that throws is not told of its own error: that would never end.
        if (occurred is not ErrorOccurred { Type: ErrorType.Subscriber })
        {
            Publish(new ErrorOccurred(ErrorType.Subscriber, new InvalidOperationException($"A subscriber of '{occurred.Name}' threw.", exception)));
        }
    }

    private sealed class Subscription(KafkaMonitor monitor, Action<KafkaEvent> handler) : IDisposable
    {
        public Action<KafkaEvent> Handler { get; } = handler;

        public void Dispose() => monitor.Remove(this);
    }
}
