using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>
/// A host under test, or several, with a consumer group of their own. Strict: an error that was not announced, or a message that is handled twice without an announced cause, fails the test.
/// Unless the scenario says otherwise, retries come after 1 ms and topics are neither verified nor created.
/// </summary>
public sealed class Scenario(KafkaBroker broker) : IAsyncDisposable
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<KafkaEvent> _events = new();
    private readonly Announced _announced = new();
    private readonly List<Member> _members = [];

    public string Group { get; } = KafkaBroker.NewName("group");

    /// <summary>What the consumers finished with; given to their constructors, as <see cref="Tries"/> is.</summary>
    public Handled Handled { get; } = new();

    public Tries Tries { get; } = new();

    /// <summary>Holds consumers until the test opens it.</summary>
    public Gate Gate { get; } = new();

    /// <summary>The services of the running host, the first one of several.</summary>
    public IServiceProvider Services => Running.Services;

    /// <summary>All events so far, of all hosts and starts, in their order.</summary>
    public IReadOnlyList<KafkaEvent> Events => [.. _events];

    public IReadOnlyList<TEvent> EventsOf<TEvent>()
        where TEvent : KafkaEvent => [.. _events.OfType<TEvent>()];

    /// <summary>Announces an exact number of errors of a type.</summary>
    public void ExpectErrors(ErrorType type, int count) => _announced.Errors(type, count);

    /// <summary>Announces any number of errors of a type.</summary>
    public void AllowErrors(ErrorType type) => _announced.Errors(type, count: null);

    /// <summary>Announces that messages are handled again, and why: only the reader of the scenario needs the reason.</summary>
    public void AllowRepeats(string because) => _announced.AllowsRepeats = because.Length > 0;

    private Member Running => _members.FirstOrDefault() ?? throw new InvalidOperationException("The host does not run.");

    /// <summary>Starts a host. May be called again after a stop: the group, the events and what was handled stay.</summary>
    public Task StartAsync(Action<DrawBuilder> draw, Action<KafkaDlqOptions>? options = null, Action<IServiceCollection>? services = null) =>
        JoinAsync(draw, options, services);

    /// <summary>Starts a host beside those that run: one more member of the group. Events and what was handled are shared.</summary>
    public async Task<Member> JoinAsync(Action<DrawBuilder> draw, Action<KafkaDlqOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Handled).AddSingleton(Tries).AddSingleton(Gate).AddSingleton(broker);
        builder.Services.AddHealthChecks().AddKafkaDlq();
        builder.Services.AddKafkaDlq(kafka => kafka.Configure(Defaults).Configure(options ?? (_ => { })).Routes(routes => routes.Draw(draw)));
        services?.Invoke(builder.Services);
        Member member = new(builder.Build());
        member.Services.GetRequiredService<KafkaMonitor>().Subscribe<KafkaEvent>(_events.Enqueue);
        _members.Add(member);
        await member.StartAsync();
        return member;
    }

    /// <summary>Waits for a condition; fails at the deadline (30 s unless said), and at once when an error occurs that was not announced.</summary>
    public Task BecomesTrueAsync(Func<bool> condition, Func<string> describe, TimeSpan? deadline = null) =>
        Eventually.BecomesTrueAsync(
            () =>
            {
                _announced.CheckErrors(EventsOf<ErrorOccurred>());
                return condition();
            },
            deadline ?? DefaultDeadline,
            () => $"{describe()}. {Surroundings()}");

    /// <summary>Waits until the consumers have finished with so many messages and the broker has so many letters.</summary>
    public Task HandlesAsync(int count, int letters = 0, TimeSpan? deadline = null) => BecomesTrueAsync(
        () => Handled.Count >= count && EventsOf<DeadLetterDelivered>().Count >= letters,
        () => $"{Handled.Count} messages handled and {EventsOf<DeadLetterDelivered>().Count} letters delivered, expected {count} and {letters}",
        deadline);

    /// <summary>What the host's health check says now.</summary>
    public Task<HealthReport> HealthAsync() => Running.HealthAsync();

    /// <summary>Stops all hosts in order and judges what happened up to now.</summary>
    public async Task StopAsync()
    {
        _members.ForEach(member => member.AskToStop());
        await StopsByItselfAsync();
    }

    /// <summary>Waits until the host has stopped without being asked to, and judges what happened up to now.</summary>
    public async Task StopsByItselfAsync()
    {
        await BecomesTrueAsync(() => _members.TrueForAll(member => member.HasStopped), () => "the host does not stop");
        await EndAsync();
        _announced.CheckAll(EventsOf<ErrorOccurred>(), Handled);
    }

    /// <summary>Ends what a failed test left running; a test that passes has stopped already.</summary>
    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        if (_members.Count > 0)
        {
            await EndAsync();
            _announced.CheckErrors(EventsOf<ErrorOccurred>());
        }
    }

    // A wait in vain under load is told apart by this: a pool without a free thread, a group that was not joined, or a partition that stands still without a word.
    private string Surroundings() => $"Told last: {string.Join("; ", _events.TakeLast(8))}. Thread pool: {ThreadPool.ThreadCount} threads, {ThreadPool.PendingWorkItemCount} waiting for one";

    private async Task EndAsync()
    {
        List<Member> ending = [.. _members];
        _members.Clear();
        await Task.WhenAll(ending.Select(member => member.StopAsync()));
    }

    private void Defaults(KafkaDlqOptions options)
    {
        options.GroupId = Group;
        options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
        options.Pause = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(1), ExponentialBackoff = false };
        options.Topics = TopicProvisioning.None;
        options.Fetching = Environment.GetEnvironmentVariable("KAFKADLQ_FETCHING") is { } mode ? Enum.Parse<FetchMode>(mode) : options.Fetching;
        if (broker.Kind == BrokerKind.Embedded)
        {
            // Its classic groups miss a member that left until the session is over.
            options.Kafka["session.timeout.ms"] = "2000";
            options.Kafka["heartbeat.interval.ms"] = "500";
        }
    }
}
