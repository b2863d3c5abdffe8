namespace Kafka.Dlq.Tests.Unit.Instrumentation;

public sealed class EventTypesTests
{
    // The list of design/api.md, word for word: users subscribe by these.
    private static readonly string[] Promised =
    [
        "consumer.consume", "consumer.consumed", "consumer.revoked", "consumer.shutdown", "consumer.eofed",
        "consumer.consuming.pause", "consumer.consuming.retry", "consumer.consuming.hold", "consumer.consuming.delay", "consumer.consuming.seek",
        "client.pause", "client.resume",
        "dead_letter_queue.dispatched", "dead_letter_queue.delivered", "dead_letter_queue.failed", "dead_letter_queue.spooled", "dead_letter_queue.skipped",
        "dead_letter_queue.rejected", "dead_letter_queue.sink.flushed",
        "dead_letter_queue.topic_unfit", "message.retry_scheduled",
        "dead_letter_queue.breaker.opened", "dead_letter_queue.breaker.probing", "dead_letter_queue.breaker.closed",
        "crash_guard.suspected", "crash_guard.given_up",
        "rebalance.partitions_assigned", "rebalance.partitions_revoked", "rebalance.partitions_lost", "rebalance.partitions_unowned",
        "app.running", "app.stopping", "app.stopped",
        "error.occurred",
    ];

    private static IEnumerable<Type> Records => typeof(KafkaEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(KafkaEvent)));

    [Fact]
    public void Names_of_events_are_those_that_users_were_promised() =>
        Assert.Equal(Promised.Order(StringComparer.Ordinal), EventTypes.Names);

    [Fact]
    public void Each_event_record_has_a_name_of_its_own()
    {
        string[] names = [.. Records.Select(EventTypes.NameOf)];

        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(EventTypes.Names, names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_event_bears_the_name_that_its_type_is_listed_under()
    {
        Assert.All(SomeEvents.All, occurred => Assert.Equal(EventTypes.NameOf(occurred.GetType()), occurred.Name));
        Assert.Equal(Records.Count(), SomeEvents.All.Select(occurred => occurred.GetType()).Distinct().Count());
    }

    [Fact]
    public void Constants_of_event_names_are_the_list_and_nothing_else() =>
        Assert.Equal(EventTypes.Names, typeof(EventNames).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal));

    [Fact]
    public void A_type_that_is_no_event_is_refused_with_those_there_are()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => EventTypes.NameOf(typeof(string)));

        Assert.Contains("System.String", refused.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(DeadLetterDispatched), refused.Message, StringComparison.Ordinal);
    }
}
