using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>A topic with a delay: records are handled when they are due, never before, and their partition waits meanwhile.</summary>
public sealed class DelayTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // The scene's clock begins here.
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_record_is_handled_when_it_is_due_and_not_a_millisecond_before()
    {
        using PartitionScene scene = Delayed();

        scene.Start(At(0, second: 0));
        scene.Pass(TimeSpan.FromSeconds(10) - Millisecond);
        Assert.Empty(scene.Script.Runs);
        Assert.True(scene.Worker.Assignment.IsDelayed);

        scene.Advance(Millisecond);

        Assert.Equal(["0-0 #1"], scene.Script.Runs);
        Assert.Equal(1, scene.Offsets.Committable);
    }

    [Fact]
    public void A_record_that_was_due_before_it_came_is_handled_at_once()
    {
        using PartitionScene scene = Delayed();

        scene.Start(At(0, second: -60));

        Assert.Equal(["0-0 #1"], scene.Script.Runs);
        Assert.False(scene.Worker.Assignment.IsDelayed);
    }

    [Fact]
    public void A_batch_ends_before_the_first_record_that_is_not_due()
    {
        using PartitionScene scene = Delayed();

        // The fourth was due long ago, but the order of the partition is kept.
        scene.Start(At(0, second: -30), At(1, second: -20), At(2, second: -8), At(3, second: -60));
        Assert.Equal(["0-1 #1"], scene.Script.Runs);

        scene.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(["0-1 #1", "2-3 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_header_stands_in_for_the_timestamp()
    {
        using PartitionScene scene = Delayed();

        scene.Start(At(0, second: -60, dueAt: "2026-01-01T00:00:05Z"));
        scene.Pass(TimeSpan.FromSeconds(15) - Millisecond);
        Assert.Empty(scene.Script.Runs);

        scene.Advance(Millisecond);

        Assert.Equal(["0-0 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Records_without_a_timestamp_wait_from_when_they_were_seen()
    {
        using PartitionScene scene = Delayed();

        scene.Start(WithoutTime(0), WithoutTime(1));
        scene.Pass(TimeSpan.FromSeconds(4));
        scene.Arrive(WithoutTime(2));
        scene.Pass(TimeSpan.FromSeconds(6) - Millisecond);
        Assert.Empty(scene.Script.Runs);

        scene.Advance(Millisecond);
        Assert.Equal(["0-1 #1"], scene.Script.Runs);

        // The third was first looked at when the others had gone.
        scene.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(["0-1 #1", "2-2 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Newly_come_records_do_not_end_the_wait_of_earlier_ones()
    {
        using PartitionScene scene = Delayed();

        scene.Start(At(0, second: 0));
        scene.Pass(Second);
        scene.Arrive(At(1, second: -60));

        Assert.Empty(scene.Script.Runs);
    }

    [Fact]
    public void A_wait_holds_no_slot()
    {
        Turns slots = new(places: 1);
        using PartitionScene scene = new(topic => topic.DelayBy(TimeSpan.FromSeconds(10)), slots: slots);

        scene.Start(At(0, second: 0));

        Assert.Equal(1, slots.Free);
        Assert.Null(scene.Worker.Assignment.FailingSince);
        Assert.Null(scene.Worker.Assignment.Held);
    }

    [Fact]
    public void Records_that_wait_count_against_the_bound_of_the_buffer()
    {
        using PartitionScene scene = Delayed();
        scene.Worker.Assignment.Buffer.Limits = new(HighCount: 3, LowCount: 1, long.MaxValue, long.MaxValue);

        scene.Start(At(0, second: 0), At(1, second: 0), At(2, second: 0));

        Assert.True(scene.Worker.Assignment.Buffer.IsAboveHighMark);
        Assert.Equal(3, scene.Worker.Assignment.Buffer.Count);
    }

    [Fact]
    public void A_retry_is_not_delayed_again()
    {
        using PartitionScene scene = Delayed();
        int runs = 0;
        scene.Script.Batch = (_, _) => ++runs == 1 ? throw new InvalidOperationException("first run") : Task.CompletedTask;

        scene.Start(At(0, second: -60));
        scene.Advance(Second);

        Assert.Equal(["0-0 #1", "0-0 #2"], scene.Script.Runs);
    }

    [Fact]
    public void A_seek_of_the_users_ends_the_wait()
    {
        using PartitionScene scene = Delayed();
        scene.Start(At(0, second: -60), At(1, second: 0));

        scene.Do(() => scene.Script.Consumers[0].GoTo(0));

        Assert.Equal([0L], scene.Seeker.Seeks);
    }

    [Fact]
    public void A_pause_of_the_users_holds_beyond_the_time_at_which_a_record_is_due()
    {
        using PartitionScene scene = Delayed();
        scene.Start(At(0, second: -60), At(1, second: 0));

        scene.Do(() => scene.Script.Consumers[0].Hold(TimeSpan.FromSeconds(20)));
        scene.Pass(TimeSpan.FromSeconds(19));
        Assert.Equal(["0-0 #1"], scene.Script.Runs);

        scene.Pass(Second);

        Assert.Equal(["0-0 #1", "1-1 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_revoke_ends_the_wait()
    {
        using PartitionScene scene = Delayed();
        scene.Start(At(0, second: 0));

        scene.Revoke();

        Assert.Empty(scene.Script.Runs);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void A_stop_ends_the_wait()
    {
        using PartitionScene scene = Delayed();
        scene.Start(At(0, second: 0));

        scene.StopWork();

        Assert.Empty(scene.Script.Runs);
    }

    [Fact]
    public void Each_wait_is_told_once()
    {
        using PartitionScene scene = Delayed();

        scene.Start(At(0, second: 0), At(1, second: 3));
        scene.Pass(TimeSpan.FromSeconds(13));

        Assert.Equal(["delay 0 until 00:00:10.000", "delay 1 until 00:00:13.000"], scene.Events.Where(told => told.StartsWith("delay", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_fuller_batch_is_waited_for_only_when_there_is_one_to_begin_with()
    {
        using PartitionScene scene = new(topic => topic.DelayBy(TimeSpan.FromSeconds(10)).MaxWaitTime(TimeSpan.FromMinutes(1)).MaxMessages(2));

        scene.Start(At(0, second: 0));
        scene.Pass(TimeSpan.FromSeconds(10));
        Assert.Empty(scene.Script.Runs);

        scene.Arrive(At(1, second: -60));

        Assert.Equal(["0-1 #1"], scene.Script.Runs);
    }

    private static PartitionScene Delayed() => new(topic => topic.DelayBy(TimeSpan.FromSeconds(10)));

    private static Message At(long offset, int second, string? dueAt = null) =>
        Make(new RecordStamp(offset, new Timestamp(Start.AddSeconds(second).ToUnixTimeMilliseconds(), TimestampType.CreateTime), -1), dueAt is null ? [] : [new Header("dlq.due_at", System.Text.Encoding.UTF8.GetBytes(dueAt))]);

    private static Message WithoutTime(long offset) => Make(new RecordStamp(offset, Timestamp.Default, -1), []);

    private static Message Make(RecordStamp stamp, Headers headers)
    {
        PartitionSource source = new("orders", 0, Records.Plain);
        return Records.Plain.Create(source, new RecordData(stamp, null, Records.Bytes("x"), headers));
    }
}
