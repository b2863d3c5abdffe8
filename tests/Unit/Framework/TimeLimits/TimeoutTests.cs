using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.TimeLimits;

/// <summary>A run, or a single message, that takes longer than its topic allows has failed, and one that ignores its token hurts nobody but its partition.</summary>
public sealed class TimeoutTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Run_that_exceeds_its_time_is_cancelled_and_counts_as_failed()
    {
        using PartitionScene scene = new(topic => topic.Timeout(5 * Second).DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Script.Batch = (consumer, token) => consumer.Batch.First.Offset == 0 ? Task.Delay(Timeout.InfiniteTimeSpan, token) : Task.CompletedTask;

        scene.Start(Records.From(0, 3)).Advance(5 * Second - TimeSpan.FromMilliseconds(1));
        Assert.Empty(scene.Producer.Taken);
        scene.Advance(TimeSpan.FromMilliseconds(1));
        scene.Until(() => scene.Offsets.Committable == 4, "the run behind");

        Assert.Equal(["0-3 #1", "1-3 #1"], scene.Script.Runs);
        Assert.Equal("timeout", Header(scene, "dlq.error.kind"));
        Assert.Equal("Kafka.Dlq.RunTimeoutException", Header(scene, "dlq.error.type"));
        Assert.IsType<RunTimeoutException>(Assert.Single(scene.Told<ErrorOccurred>()).Error);
    }

    [Fact]
    public void Run_that_returns_after_its_time_counts_as_failed_for_it_may_have_given_up()
    {
        using PartitionScene scene = new(topic => topic.Timeout(Second));
        TaskCompletionSource work = new();
        scene.Script.Batch = (consumer, _) => consumer.IsRetrying ? Task.CompletedTask : work.Task;

        scene.Start(Records.From(0, 3)).Advance(Second);
        scene.Do(work.SetResult);
        Assert.Null(scene.Offsets.Committable);
        scene.Advance(Second);

        Assert.Equal(["0-3 #1", "0-3 #2"], scene.Script.Runs);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void What_a_run_throws_after_its_time_is_kept_with_the_kind_timeout()
    {
        using PartitionScene scene = new(topic => topic.Timeout(Second).DeadLetterQueue(queue => queue.Topic("orders.dlq").On(ErrorKind.Timeout).DeadLetter()));
        TaskCompletionSource work = new();
        scene.Script.Batch = (_, _) => work.Task;

        scene.Start(Records.From(0, 0)).Advance(Second);
        scene.Do(() => work.SetException(new InvalidOperationException("the database was told to stop")));

        Assert.Equal(("timeout", "System.InvalidOperationException"), (Header(scene, "dlq.error.kind"), Header(scene, "dlq.error.type")));
    }

    [Fact]
    public void Critical_error_after_the_time_still_stops_the_host()
    {
        using PartitionScene scene = new(topic => topic.Timeout(Second).DeadLetterQueue("orders.dlq", maxRetries: 0));
        TaskCompletionSource work = new();
        scene.Script.Batch = (_, _) => work.Task;

        scene.Start(Records.From(0, 0)).Advance(Second);
        scene.Do(() => work.SetException(new CriticalConsumerException("no licence")));

        Assert.Single(scene.HostStops);
        Assert.Empty(scene.Producer.Taken);
    }

    [Fact]
    public void Single_messages_have_their_time_each()
    {
        using PartitionScene scene = new(topic => topic.Timeout(5 * Second).DeadLetterQueue("orders.dlq", maxRetries: 0), typeof(SingleConsumer));
        scene.Script.Single = (_, message, token) => Task.Delay(message.Offset == 2 ? TimeSpan.FromHours(1) : 4 * Second, scene.Time, token);

        scene.Start(Records.From(0, 3));
        for (int step = 0; step < 5 * 4; step++)
        {
            int moved = step;
            scene.Advance(Second);
            scene.Until(() => scene.Producer.Taken.Count == 1 || moved < 12, "the letter");
        }

        Assert.Equal(["0 #1", "1 #1", "2 #1", "3 #1"], scene.Script.Runs);
        Assert.Equal([2L], scene.Producer.Offsets);
        Assert.Equal(4, scene.Offsets.Committable);
        Assert.Equal("timeout", Header(scene, "dlq.error.kind"));
    }

    [Fact]
    public void Run_that_ignores_its_token_is_told_holds_its_partition_and_gives_its_place_to_others()
    {
        Turns slots = new(places: 1);
        using PartitionScene scene = new(topic => topic.Timeout(5 * Second), slots: slots);
        TaskCompletionSource hangs = new();
        scene.Script.Batch = (_, _) => hangs.Task;

        scene.Start(Records.From(7, 9)).Advance(5 * Second);
        Assert.Equal(0, slots.Free);
        Assert.Null(scene.Worker.Assignment.Held);
        scene.Advance(2 * Second);

        ErrorOccurred told = Assert.Single(scene.Told<ErrorOccurred>());
        Assert.Equal((ErrorType.Hanging, 7L), (told.Type, told.Offset!.Value.Value));
        Assert.Contains("orders/0, offsets 7 to 9, exceeded the Timeout of 00:00:05 and ignores its cancellation token", told.Error.Message, StringComparison.Ordinal);
        Assert.Equal(7, scene.Worker.Assignment.Held!.Offset);
        Assert.Equal(1, slots.Free);
        scene.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["7-9 #1"], scene.Script.Runs);
        Assert.Single(scene.Told<ErrorOccurred>());

        scene.Script.Batch = (_, _) => Task.CompletedTask;
        scene.Do(hangs.SetResult);
        scene.Advance(Second);

        Assert.Equal(["7-9 #1", "7-9 #2"], scene.Script.Runs);
        Assert.Null(scene.Worker.Assignment.Held);
        Assert.Equal(10, scene.Offsets.Committable);
        Assert.Equal(1, slots.Free);
    }

    [Fact]
    public void Revoke_within_the_time_counts_as_no_failure()
    {
        using PartitionScene scene = new(topic => topic.Timeout(5 * Second));
        scene.Script.Batch = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token);
        scene.Start(Records.From(0, 3));

        scene.Revoke();

        Assert.Empty(scene.Told<ErrorOccurred>());
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void Without_a_limit_no_timer_runs()
    {
        using PartitionScene scene = new();
        TaskCompletionSource work = new();
        scene.Script.Batch = (_, _) => work.Task;

        scene.Start(Records.From(0, 0));

        Assert.Equal(0, scene.Time.Waiting);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(25 * 24 * 3600)]
    public void Limit_outside_of_what_is_allowed_stops_the_start(int seconds)
    {
        InvalidRoutesException refused = Assert.Throws<InvalidRoutesException>(() => Routed.Orders(topic => topic.Timeout(TimeSpan.FromSeconds(seconds))));

        Assert.Contains("Timeout", Assert.Single(refused.Faults).Option, StringComparison.Ordinal);
    }

    private static string? Header(PartitionScene scene, string name) =>
        scene.Producer.Taken[0].Message.Headers.TryGetLastBytes(name, out byte[]? bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : null;
}
