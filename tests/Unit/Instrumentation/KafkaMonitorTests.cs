namespace Kafka.Dlq.Tests.Unit.Instrumentation;

public sealed class KafkaMonitorTests
{
    private readonly KafkaMonitor _monitor = new();

    [Fact]
    public void Typed_subscriber_is_told_events_of_its_type_only()
    {
        List<AppRunning> told = [];
        using IDisposable subscription = _monitor.Subscribe<AppRunning>(told.Add);
        AppRunning running = new();

        _monitor.Publish(new AppStopping());
        _monitor.Publish(running);

        Assert.Same(running, Assert.Single(told));
    }

    [Fact]
    public void Subscriber_by_name_is_told_events_of_that_name_only()
    {
        List<KafkaEvent> told = [];
        using IDisposable subscription = _monitor.Subscribe("dead_letter_queue.dispatched", told.Add);

        foreach (KafkaEvent occurred in SomeEvents.All)
        {
            _monitor.Publish(occurred);
        }

        Assert.IsType<DeadLetterDispatched>(Assert.Single(told));
    }

    [Fact]
    public void Subscriber_of_the_base_event_is_told_everything_once()
    {
        List<KafkaEvent> told = [];
        using IDisposable subscription = _monitor.Subscribe<KafkaEvent>(told.Add);

        foreach (KafkaEvent occurred in SomeEvents.All)
        {
            _monitor.Publish(occurred);
        }

        Assert.Equal(SomeEvents.All, told);
    }

    [Fact]
    public void Subscribers_are_told_in_the_order_in_which_they_subscribed()
    {
        List<string> told = [];
        using IDisposable first = _monitor.Subscribe<AppRunning>(_ => told.Add("first"));
        using IDisposable second = _monitor.Subscribe("app.running", _ => told.Add("second"));
        using IDisposable third = _monitor.Subscribe<KafkaEvent>(_ => told.Add("third"));

        _monitor.Publish(new AppRunning());

        Assert.Equal(["first", "second", "third"], told);
    }

    [Fact]
    public void Subscription_that_was_disposed_twice_hears_no_more_and_takes_no_other_along()
    {
        int gone = 0;
        int stayed = 0;
        void Stay(AppRunning running) => stayed++;
        IDisposable ended = _monitor.Subscribe<AppRunning>(_ => gone++);
        using IDisposable one = _monitor.Subscribe<AppRunning>(Stay);
        using IDisposable two = _monitor.Subscribe<AppRunning>(Stay);

        ended.Dispose();
        ended.Dispose();
        _monitor.Publish(new AppRunning());

        Assert.Equal(0, gone);
        Assert.Equal(2, stayed);
    }

    [Fact]
    public void Subscriber_may_unsubscribe_itself_while_it_is_told()
    {
        int told = 0;
        int later = 0;
        IDisposable? subscription = null;
        subscription = _monitor.Subscribe<AppRunning>(_ =>
        {
            told++;
            subscription!.Dispose();
        });
        using IDisposable other = _monitor.Subscribe<AppRunning>(_ => later++);

        _monitor.Publish(new AppRunning());
        _monitor.Publish(new AppRunning());

        Assert.Equal(1, told);
        Assert.Equal(2, later);
    }

    [Fact]
    public void Subscriber_that_subscribes_another_while_it_is_told_adds_it_for_the_next_event()
    {
        int told = 0;
        IDisposable? added = null;
        using IDisposable subscription = _monitor.Subscribe<AppRunning>(_ => added ??= _monitor.Subscribe<AppRunning>(_ => told++));

        _monitor.Publish(new AppRunning());
        Assert.Equal(0, told);
        _monitor.Publish(new AppRunning());

        Assert.Equal(1, told);
        added?.Dispose();
    }

    [Fact]
    public void Subscriber_that_throws_is_reported_once_and_breaks_nothing()
    {
        List<ErrorOccurred> errors = [];
        int told = 0;
        FormatException thrown = new("mine");
        using IDisposable bad = _monitor.Subscribe<AppRunning>(_ => throw thrown);
        using IDisposable good = _monitor.Subscribe<AppRunning>(_ => told++);
        using IDisposable watch = _monitor.Subscribe<ErrorOccurred>(errors.Add);

        _monitor.Publish(new AppRunning());

        ErrorOccurred error = Assert.Single(errors);
        Assert.Equal(ErrorType.Subscriber, error.Type);
        Assert.Same(thrown, error.Error.InnerException);
        Assert.Contains("'app.running'", error.Error.Message, StringComparison.Ordinal);
        Assert.Equal(1, told);
    }

    [Fact]
    public void Subscriber_that_throws_while_cancelled_breaks_nothing_either()
    {
        using IDisposable bad = _monitor.Subscribe<AppRunning>(_ => throw new OperationCanceledException());

        Assert.Null(Record.Exception(() => _monitor.Publish(new AppRunning())));
    }

    [Fact]
    public void Error_subscriber_that_throws_is_not_told_of_its_own_error_for_ever()
    {
        List<ErrorType> bad = [];
        List<ErrorType> good = [];
        using IDisposable throwing = _monitor.Subscribe<ErrorOccurred>(e =>
        {
            bad.Add(e.Type);
            throw new FormatException("always");
        });
        using IDisposable watch = _monitor.Subscribe<ErrorOccurred>(e => good.Add(e.Type));

        _monitor.Publish(new ErrorOccurred(ErrorType.Consume, new FormatException("first")));

        // The report of the throwing subscriber comes while the first error is still being told.
        Assert.Equal([ErrorType.Consume, ErrorType.Subscriber], bad);
        Assert.Equal([ErrorType.Subscriber, ErrorType.Consume], good);
    }

    [Fact]
    public void Unknown_name_is_refused_with_the_names_there_are()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => _monitor.Subscribe("dead_letter.dispatched", _ => { }));

        Assert.Contains("'dead_letter.dispatched'", refused.Message, StringComparison.Ordinal);
        Assert.All(EventTypes.Names, name => Assert.Contains(name, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Event_type_from_elsewhere_is_refused() =>
        Assert.Throws<ArgumentException>(() => _monitor.Subscribe<Foreign>(_ => { }));

    [Fact]
    public void Event_that_nobody_listens_to_is_told_to_nobody() =>
        Assert.Null(Record.Exception(() => _monitor.Publish(new Foreign())));

    [Fact]
    public void Is_listened_to_tells_whether_somebody_would_be_told()
    {
        Assert.False(_monitor.IsListenedTo<AppRunning>());
        IDisposable typed = _monitor.Subscribe<AppRunning>(_ => { });
        IDisposable named = _monitor.Subscribe("app.running", _ => { });

        Assert.True(_monitor.IsListenedTo<AppRunning>());
        Assert.True(_monitor.IsListenedTo<KafkaEvent>());
        Assert.False(_monitor.IsListenedTo<AppStopped>());

        typed.Dispose();
        Assert.True(_monitor.IsListenedTo<AppRunning>());
        named.Dispose();
        Assert.False(_monitor.IsListenedTo<AppRunning>());
        Assert.False(_monitor.IsListenedTo<KafkaEvent>());
    }

    [Fact]
    public void Everything_is_listened_to_when_somebody_subscribed_to_everything()
    {
        using IDisposable all = _monitor.Subscribe<KafkaEvent>(_ => { });

        Assert.True(_monitor.IsListenedTo<ConsumerConsume>());
        Assert.True(_monitor.IsListenedTo<ErrorOccurred>());
    }

    [Fact]
    public void Asking_and_publishing_allocate_nothing_by_themselves()
    {
        AppRunning running = new();
        using IDisposable subscription = _monitor.Subscribe<AppRunning>(_ => { });
        void Work()
        {
            _ = _monitor.IsListenedTo<ConsumerConsume>();
            _monitor.Publish(running);
        }

        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Work();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Subscribing_while_others_publish_loses_no_event_of_those_who_stay()
    {
        const int Rounds = 2000;
        int told = 0;
        using IDisposable stays = _monitor.Subscribe<AppRunning>(_ => Interlocked.Increment(ref told));
        Task[] publishers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => Repeat(Rounds, () => _monitor.Publish(new AppRunning()))))];
        Task[] comers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => Repeat(Rounds, () => _monitor.Subscribe<AppRunning>(_ => { }).Dispose())))];

        await Task.WhenAll([.. publishers, .. comers]);
        stays.Dispose();

        Assert.Equal(3 * Rounds, told);
        Assert.False(_monitor.IsListenedTo<AppRunning>());
    }

    private static void Repeat(int times, Action action)
    {
        for (int i = 0; i < times; i++)
        {
            action();
        }
    }

    private sealed record Foreign() : KafkaEvent("foreign");
}
